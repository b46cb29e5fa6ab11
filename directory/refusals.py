"""What a verb says when it cannot do what it was asked.
In: a sentence for the person who asked. Out: an exception that views and commands show as it stands.
Next: forms turn it into an error beside the button, commands into their last line.
"""

from django.utils.translation import gettext as _


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """The federation's rules do not allow it; the message says why, to a person."""


def need_reason(reason: str) -> None:
    """Raise Refused unless a reason is given."""
    if not reason.strip():
        raise Refused(_("Say why: the reason is kept with the decision."))
