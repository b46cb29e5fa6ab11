"""The plan: which entries are new, which would change something, which the register knows as they are.
In: entries and the register. Out: a `Plan`, with the rows that cannot be followed and why.
Next: run.py carries it out in batches, making it again inside each batch's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from directory.importing.columns import Entry, Identity, contradictions
from directory.importing.register import Standing, located, standings
from directory.importing.rows import BadRow

_LISTS = frozenset({"other_names", "acronyms", "languages", "fields", "programmes"})
_CONTACTS = frozenset({"email", "phone"})


@dataclass(frozen=True, slots=True)
class Difference:
    """An organisation of the register, and what an entry says otherwise of it."""

    entry: Entry
    organisation_id: int
    said: Mapping[str, Any]


@dataclass(slots=True)
class Plan:
    """What following the entries would do."""

    new: list[Entry] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    same: int = 0
    bad: list[BadRow] = field(default_factory=list)


def make_plan(entries: Sequence[Entry], scheme: str) -> Plan:
    """Compare entries with the register as it is now."""
    plan = Plan()
    found = located(entries, scheme)
    known = standings({pk for candidates in found.values() for pk in candidates})
    claimed: dict[int, int] = {}
    for entry in entries:
        match found[entry.line]:
            case []:
                plan.new.append(entry)
            case [organisation_id] if claimed.setdefault(organisation_id, entry.line) != entry.line:
                reason = f"means the same organisation of the register as line {claimed[organisation_id]}"
                plan.bad.append(BadRow(entry.line, (reason,)))
            case [organisation_id]:
                _compare(plan, entry, organisation_id, known[organisation_id])
            case candidates:
                reason = f"{len(candidates)} organisations of the register have this name, country and city"
                plan.bad.append(BadRow(entry.line, (f"{reason}; give external_id",)))
    return plan


def without_repeats(entries: Iterable[Entry]) -> tuple[list[Entry], list[BadRow]]:
    """Return the entries that speak of different organisations, and those that repeat an earlier one.

    Two identifiers are two organisations, whatever their names; without one, the name and place must be its own.
    """
    kept: list[Entry] = []
    repeats: list[BadRow] = []
    by_identifier: dict[str, int] = {}
    by_identity: dict[Identity, int] = {}
    unidentified: dict[Identity, int] = {}
    for entry in entries:
        if entry.external_id is None:
            earlier, what = by_identity.get(entry.identity), "name, country and city"
        elif entry.external_id in by_identifier:
            earlier, what = by_identifier[entry.external_id], "external_id"
        else:
            earlier, what = unidentified.get(entry.identity), "name, country and city, without an external_id"
        if earlier is not None:
            repeats.append(BadRow(entry.line, (f"is the same organisation as line {earlier}: the same {what}",)))
            continue
        kept.append(entry)
        by_identity.setdefault(entry.identity, entry.line)
        if entry.external_id is None:
            unidentified[entry.identity] = entry.line
        else:
            by_identifier[entry.external_id] = entry.line
    return kept, repeats


def _compare(plan: Plan, entry: Entry, organisation_id: int, standing: Standing) -> None:
    said = {column: value for column, value in entry.said.items() if _differs(column, value, entry, standing)}
    reasons = contradictions({**standing.facts, **said}) if said else []
    if said and standing.blocked and said.keys() - _CONTACTS:
        reasons.append(f"would change {', '.join(said)}, and {standing.blocked}")
    if reasons:
        plan.bad.append(BadRow(entry.line, tuple(reasons)))
    elif said:
        plan.changed.append(Difference(entry, organisation_id, said))
    else:
        plan.same += 1


def _differs(column: str, value: Any, entry: Entry, standing: Standing) -> bool:
    if column == "external_id":
        return False
    if column == "summary":
        return bool(standing.summaries.get(entry.text_language) != value)
    if column in _CONTACTS:
        return value not in standing.facts[column]
    if column in _LISTS:
        return bool(frozenset(value) != standing.facts[column])
    return bool(standing.facts.get(column) != value)
