"""What the analysis knows of languages: which are stemmed, in which script, and which words decide nothing.
In: a word and, where it is known, its language. Out: its stems, each marked with the language that it is a stem in.
Next: analysis.py gives stems to documents (of the text's language) and to questions (of every language).
"""

import threading
from collections.abc import Iterable
from functools import lru_cache

import regex
import Stemmer

LATIN = regex.compile(r"\p{Latin}")
CYRILLIC = regex.compile(r"\p{Cyrillic}")
ARABIC = regex.compile(r"\p{Arabic}")

# A language that is stemmed: its Snowball algorithm and its script. Those whose stemmer needs the accents that
# folding takes away (Czech, Polish, …) are left to prefixes and typos.
STEMMED: dict[str, tuple[str, regex.Pattern[str]]] = {
    "ar": ("arabic", ARABIC),
    "ca": ("catalan", LATIN),
    "da": ("danish", LATIN),
    "de": ("german", LATIN),
    "en": ("english", LATIN),
    "es": ("spanish", LATIN),
    "fi": ("finnish", LATIN),
    "fr": ("french", LATIN),
    "hu": ("hungarian", LATIN),
    "id": ("indonesian", LATIN),
    "it": ("italian", LATIN),
    "nb": ("norwegian", LATIN),
    "nl": ("dutch", LATIN),
    "pt": ("portuguese", LATIN),
    "ro": ("romanian", LATIN),
    "ru": ("russian", CYRILLIC),
    "sv": ("swedish", LATIN),
    "tr": ("turkish", LATIN),
}
# Where a text does not say its language, its words are stemmed in those of the five site languages that fit.
UNKNOWN = ("en", "fr", "es", "ru", "ar")
SAME_AS = {"no": "nb", "nn": "nb", "ms": "id"}
SHORTEST_STEMMED = 3
# Arabic's article, with what may be written before it. The stemmer takes it away too, but then leaves the ending.
_ARTICLE = regex.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\p{L}{3})")

# Articles, prepositions and conjunctions, folded, and letters that are left of them: beside other words they are not
# asked for, so that "museum of science" finds the Science Museum. Alone they are words like any other.
_FUNCTION_WORDS = """
a an and at by for from in of on or the to with
au aux avec c d dans de des du en et j l la le les m n ou par pour qu s sur t un une
al con del e el las los o para por y
da do das dos em na no
di della delle dei degli il lo nel per
am das dem den der die fur im mit und von zu
в во для и из к на о от по при с у
في من و علي الي عن
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


class _Stemmers(threading.local):
    """Snowball stemmers are not to be shared between threads: each thread makes its own, once."""

    def __init__(self) -> None:
        # Without a cache of their own: ours is enough, and keeping theirs in order takes longer than stemming.
        self.by_language = {code: Stemmer.Stemmer(name, 0) for code, (name, _script) in STEMMED.items()}


_stemmers = _Stemmers()


def languages_of(code: str) -> tuple[str, ...]:
    """Return the languages in which a text marked `code` is stemmed: its own, or a few where it says none."""
    if not code:
        return UNKNOWN
    code = code.split("-", maxsplit=1)[0].lower()
    code = SAME_AS.get(code, code)
    return (code,) if code in STEMMED else ()


def stems(word: str, languages: Iterable[str] = tuple(STEMMED)) -> tuple[str, ...]:
    """Return the stems of a folded word, each as `language:stem`, in those languages whose script fits."""
    return _stems(word, tuple(languages))


@lru_cache(maxsize=32_768)
def _stems(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    if len(word) < SHORTEST_STEMMED or not word.isalpha():
        return ()
    word = _ARTICLE.sub("", word)
    fitting = (code for code in languages if STEMMED[code][1].match(word))
    return tuple(f"{code}:{_stemmers.by_language[code].stemWord(word)}" for code in fitting)
