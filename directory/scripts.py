"""Scripts: in which writing a name is written, where its letters leave no doubt.
In: a name, and its language where it is known. Out: an ISO 15924 code, or nothing.
Next: imports note the script of other names, and pages give them the right typeface.
"""

import unicodedata
from functools import lru_cache

# The first word of a letter's Unicode name.
_BY_LETTER_NAME = {
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "HANGUL": "Kore",
    "HEBREW": "Hebr",
    "HIRAGANA": "Jpan",
    "KANNADA": "Knda",
    "KATAKANA": "Jpan",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "LATIN": "Latn",
    "MALAYALAM": "Mlym",
    "MONGOLIAN": "Mong",
    "MYANMAR": "Mymr",
    "ORIYA": "Orya",
    "SINHALA": "Sinh",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "THAI": "Thai",
    "TIBETAN": "Tibt",
}
# Japanese and Korean mix Han with letters of their own.
_MIXED = {frozenset({"Hani", "Jpan"}): "Jpan", frozenset({"Hani", "Kore"}): "Kore"}
_OF_LANGUAGE = {("Hani", "ja"): "Jpan", ("Hani", "ko"): "Kore"}


def script_of(text: str, language: str = "") -> str:
    """Return the script of `text`, or an empty string where it mixes several or has no letters we know."""
    compatible = unicodedata.normalize("NFKC", text)
    found = frozenset(_script_of_letter(each) for each in compatible if each.isalpha())
    script = _MIXED.get(found) or (next(iter(found)) if len(found) == 1 else "")
    return _OF_LANGUAGE.get((script, language), script)


@lru_cache(maxsize=4096)
def _script_of_letter(letter: str) -> str:
    return _BY_LETTER_NAME.get(unicodedata.name(letter, "").split(" ")[0], "")
