"""Verbs: the business events of a federation, one keyword-only function each."""

from directory.verbs.addresses import remember_address
from directory.verbs.contacts import add_contact, change_contact, remove_contact
from directory.verbs.governance import seat, unseat
from directory.verbs.membership import admit, lapse, reinstate, renew, suspend
from directory.verbs.places import office_of, reassign, relocate
from directory.verbs.standing import confirm, hide, show

__all__ = [
    "add_contact",
    "admit",
    "change_contact",
    "confirm",
    "hide",
    "lapse",
    "office_of",
    "reassign",
    "reinstate",
    "relocate",
    "remember_address",
    "remove_contact",
    "renew",
    "seat",
    "show",
    "suspend",
    "unseat",
]
