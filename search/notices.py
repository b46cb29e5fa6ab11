"""Notices: what was left out of a question, in sentences that people can read.
In: a parameter of an address and its value. Out: a translated sentence that names them.
Next: pages show notices above the results; the API refuses with them.
"""

from dataclasses import dataclass

import regex
from django.utils.translation import gettext

_UNPRINTABLE = regex.compile(r"[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was left out or altered. `is_error`: an API refuses it; a page leaves it out and says so."""

    parameter: str
    value: str
    sentence: str
    is_error: bool = True


def clean(text: str) -> str:
    """Return text on one line, without control characters and broken halves of characters."""
    return str(_UNPRINTABLE.sub(" ", text)).strip()


def unknown_parameter(parameter: str) -> Notice:
    """Say that there is no such parameter."""
    shown = _shown(parameter)
    return Notice(shown, "", gettext("There is no “%(parameter)s” to search by.") % {"parameter": shown})


def unknown_value(parameter: str, value: str) -> Notice:
    """Say that a parameter has no such value."""
    names = {"parameter": parameter, "value": _shown(value)}
    return Notice(parameter, names["value"], gettext("“%(value)s” is not a %(parameter)s we know.") % names)


def bad_value(parameter: str, value: str, expected: str) -> Notice:
    """Say what a parameter expects."""
    names = {"parameter": parameter, "value": _shown(value), "expected": expected}
    sentence = gettext("“%(parameter)s” takes %(expected)s, not “%(value)s”.") % names
    return Notice(parameter, names["value"], sentence)


def past_the_window(page: str, window: int) -> Notice:
    """Say that pages end, and what helps."""
    sentence = gettext(
        "Page %(page)s is past the first %(window)s organisations, where pages end. More filters show the rest."
    ) % {"page": page, "window": window}
    return Notice("page", page, sentence)


def cut_text(text: str, length: int) -> Notice:
    """Say that only the beginning of a long text was searched for."""
    sentence = gettext("That was a long text: its first %(length)s characters were searched for.") % {"length": length}
    return Notice("q", _shown(text), sentence, is_error=False)


def too_many_words(text: str, words: int) -> Notice:
    """Say that only the first words were searched for."""
    sentence = gettext("Those were many words: the first %(words)s were searched for.") % {"words": words}
    return Notice("q", _shown(text), sentence, is_error=False)


def no_words(text: str) -> Notice:
    """Say that a text has nothing to search for."""
    shown = _shown(text)
    sentence = gettext("There is no letter or number in “%(text)s” to search for.") % {"text": shown}
    return Notice("q", shown, sentence, is_error=False)


def _shown(value: str) -> str:
    value = clean(value)
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
