"""Folding: the one form in which words are compared, whoever typed them and however.
In: text as people write it, in any script. Out: the same text without case, accents and variants of letters.
Next: analysis.py cuts folded text into words, for documents and for questions alike.

Marks are dropped where they only colour a letter (Latin, Greek, Arabic, Hebrew) and kept where they make another
letter (Indic vowels, Japanese voicing, Cyrillic й). Folding twice is folding once.
"""

import unicodedata

import regex

# Letters that Unicode does not take apart, and those that one language writes in several ways.
LETTERS = {
    "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ŧ": "t", "ŋ": "n", "ə": "e", "ƒ": "f",
    "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɛ": "e", "ɔ": "o",
    "æ": "ae", "œ": "oe", "þ": "th", "ĸ": "k", "ŉ": "n",
    # Arabic: alef wasla, alef maqsura, ta marbuta; Persian and Urdu ya, kaf, ha.
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ە": "ه", "ۃ": "ه", "ے": "ي",
    "ـ": "",  # tatweel only stretches a word
    # Hebrew letters at the end of a word.
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
}  # fmt: skip
# What people type for an apostrophe, and the letters that stand for one (Uzbek, Hawaiian, transliterated Arabic).
_APOSTROPHES = str.maketrans(dict.fromkeys("`´’‘‛′＇ʹʻʼʽʾʿˈ՚׳", "'"))
_LETTERS = str.maketrans(LETTERS) | _APOSTROPHES  # taking characters apart may bring an apostrophe to light
_INVISIBLE = regex.compile(r"[\p{Cf}\p{Variation_Selector}]+")
_COLOURED = regex.compile(r"([\p{Latin}\p{Greek}\p{Arabic}\p{Hebrew}])\p{Mn}+")
_STRESSED = regex.compile(r"(\p{Cyrillic})[\u0300\u0301]+")
_YO = regex.compile("е\u0308")  # ё is written е more often than not
_DIGIT = regex.compile(r"(?![0-9])\p{Nd}")


def fold(text: str) -> str:
    """Return `text` in the form in which words are compared."""
    text = text.translate(_APOSTROPHES)
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).translate(_LETTERS)
    text = _COLOURED.sub(r"\1", text)
    text = _YO.sub("е", _STRESSED.sub(r"\1", text))
    text = _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group(), "")), text)
    return unicodedata.normalize("NFC", text)
