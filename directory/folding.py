"""Folding: the form in which the register compares what people typed, to tell whether two mean the same.
In: a name, a place, a word of a vocabulary. Out: the same without case, accents and needless spaces.
Next: imports find an organisation again by its folded name, country and city; the index folds for itself.
"""

import unicodedata

# Japanese writes another syllable with these, not the same one with an accent.
_VOICED = "\u3099\u309a"


def fold(text: str) -> str:
    """Return `text` as it is compared; folding twice is folding once."""
    text = " ".join(text.split())
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(each for each in apart if each in _VOICED or not unicodedata.combining(each))
    return " ".join(unicodedata.normalize("NFC", kept).split())
