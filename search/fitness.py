"""Fitness: whether an index can be followed from where it is, or has to be built anew.
In: what the index says of itself, and the log. Out: the reason why it can't be followed, if there is one.
Next: follow.py refuses to follow such an index; `search_follow` and `search_rebuild --if-needed` build it anew.
"""

from search import log
from search.engines.contract import State
from search.schema import fingerprint

FAR_BEHIND = 50_000  # changes that are more work to follow than to begin anew


def reason_not_to_follow(state: State) -> str | None:
    """Return why following would lead to a wrong index, None where it is right."""
    if state.fingerprint != fingerprint():
        return "the index was made for another schema"
    if state.log != log.identity():
        return "the index was made from another register"
    if not log.has(state.position) or (state.seen is not None and not log.has(state.seen)):
        return "the register was restored to an earlier state"
    return None


def reason_to_rebuild(state: State | None) -> str | None:
    """Return why an index had better be built anew, None where following is enough."""
    if state is None:
        return "there is no index"
    reason = reason_not_to_follow(state)
    if reason is None and log.waiting(state.position)[:FAR_BEHIND].count() == FAR_BEHIND:
        return "the index is too far behind"
    return reason
