"""Analysis: what the words of a text are. One for all engines, which index ready words and know no language.
In: text as people write it, and its language where known. Out: `Spoken` for documents, `Term`s for questions.
Next: document.py fills documents with it, find.py asks with it; engines compare the words as they stand.

Decided once, for both sides. An apostrophe joins (O'Brien is obrien, Qur'an quran), but an article elided before it
is dropped (l'Oréal is oreal, Côte d'Ivoire is cote ivoire). Dotted initials join (U.N. is un). Scripts written
without spaces are cut into overlapping pairs of characters. A word is cut at WORD_LENGTH characters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex
from anyascii import anyascii

from search.fold import fold
from search.languages import FUNCTION_WORDS, languages_of, stems

VERSION = 1  # part of the index's fingerprint: raise it when the same text gives other words
WORD_LENGTH = 40
TERMS = 16

_UNSPACED = r"[[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]&&[\p{L}\p{N}\p{M}]]"
_RUN = regex.compile(
    rf"(?V1)(?P<unspaced>{_UNSPACED}+)|(?:(?!{_UNSPACED})[\p{{L}}\p{{N}}])(?:(?!{_UNSPACED})[\p{{L}}\p{{N}}\p{{M}}])*"
)
_ASCII_RUN = regex.compile(r"[a-z0-9]+")
_IS_UNSPACED = regex.compile(rf"(?V1){_UNSPACED}")
_CHARACTER = regex.compile(r"\X")
_INITIALS = regex.compile(r"(?<![\p{L}\p{N}])(?:\p{L}\.){2,}(?:\p{L}(?![\p{L}\p{N}]))?")
_ELIDED = regex.compile(r"(?<![\p{L}\p{N}\p{M}'])(?:[cdjlmnst]|qu|dell|nell|sull|all|dall)'(?=[\p{L}\p{N}])")
_JOINED = regex.compile(r"(?<=[\p{L}\p{N}\p{M}])'(?=[\p{L}\p{N}])")
_COMPOUND = regex.compile(r"[\p{L}\p{N}\p{M}]+(?:[-\u2010][\p{L}\p{N}\p{M}]+)+")
_NOT_LATIN = regex.compile(r"[^a-z0-9]+")
_DIGIT = regex.compile(r"\p{N}")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a document says with one text: its words, the stems of its words, and the whole of it as one key."""

    words: tuple[str, ...]
    stems: frozenset[str]
    phrase: str = ""


class Spelling(NamedTuple):
    """A word as a document may have it, and how many letters of it may be wrong."""

    word: str
    typos: int


@dataclass(frozen=True, slots=True)
class Term:
    """One word that a question requires, in the spellings and stems under which a document may have it."""

    spellings: tuple[Spelling, ...]
    stems: tuple[str, ...]


def typos(word: str) -> int:
    """Return how many letters of a word may be wrong: none in short words, numbers and pairs of characters."""
    if len(word) < 3 or _DIGIT.search(word) or _IS_UNSPACED.match(word):  # noqa: PLR2004
        return 0
    return 1 if len(word) <= 5 else 2  # noqa: PLR2004


def words(text: str) -> list[str]:
    """Return the words of a text, folded, in order."""
    return _words(_runs(fold(text)))


def phrase(text: str) -> str:
    """Return a whole text as one key, by which full names are recognised and put in order."""
    return _phrase(_runs(fold(text)))


def acronym(text: str) -> str:
    """Return an acronym as one word, whatever stands between its letters."""
    return phrase(text).replace(" ", "")[:WORD_LENGTH]


def latin(word: str) -> str:
    """Return a folded word in Latin letters: moskva for москва."""
    return word if word.isascii() else _NOT_LATIN.sub("", fold(anyascii(word)))[:WORD_LENGTH]


@lru_cache(maxsize=8192)
def spoken(text: str, language: str = "") -> Spoken:
    """Return what a document says with `text`: more spellings than a question has, so that any of them finds it."""
    folded = fold(text)
    runs = _runs(folded)
    said = _words(runs)
    languages = languages_of(language)
    stemmed = frozenset(stem for word in said for stem in stems(word, languages))
    if "-" in folded or "\u2010" in folded:
        said += [_compound(match.group()) for match in _COMPOUND.finditer(folded)]
    if not folded.isascii():
        said += [run[:WORD_LENGTH] for is_unspaced, run in runs if is_unspaced]
        said += [spelling for word in said if not word.isascii() and (spelling := latin(word))]
        for is_unspaced, run in runs:
            said += _CHARACTER.findall(run) if is_unspaced else []
    return Spoken(words=tuple(said), stems=stemmed, phrase=_phrase(runs))


def terms(text: str) -> tuple[Term, ...]:
    """Return what a question requires, TERMS words at most."""
    return tuple(_term(word) for word in deciding_words(text)[:TERMS])


def deciding_words(text: str) -> list[str]:
    """Return each word of a question once, leaving out those that decide nothing unless there are no others."""
    asked = list(dict.fromkeys(words(text)))
    return [word for word in asked if word not in FUNCTION_WORDS] or asked


def _term(word: str) -> Term:
    spellings = [Spelling(word, typos(word))]
    in_latin = latin(word)
    if in_latin not in {"", word}:
        spellings.append(Spelling(in_latin, 0 if _IS_UNSPACED.match(word) else typos(in_latin)))
    return Term(spellings=tuple(spellings), stems=stems(word))


def _phrase(runs: Iterable[tuple[bool, str]]) -> str:
    return " ".join([run for _unspaced, run in runs])


def _compound(text: str) -> str:
    return text.replace("-", "").replace("\u2010", "")[:WORD_LENGTH]


def _words(runs: Iterable[tuple[bool, str]]) -> list[str]:
    found: list[str] = []
    for is_unspaced, run in runs:
        if is_unspaced:
            characters = _CHARACTER.findall(run)
            pairs = ["".join(pair) for pair in pairwise(characters)]
            found += pairs or characters
        else:
            found.append(run[:WORD_LENGTH])
    return found


def _runs(folded: str) -> list[tuple[bool, str]]:
    """Return stretches of letters and numbers, and of each whether its script is written without spaces."""
    text = _INITIALS.sub(lambda initials: initials.group().replace(".", ""), folded) if "." in folded else folded
    if "'" in text:
        text = _JOINED.sub("", _ELIDED.sub("", text))
    if text.isascii():
        return [(False, run) for run in _ASCII_RUN.findall(text)]
    return [(match["unspaced"] is not None, match.group()) for match in _RUN.finditer(text)]
