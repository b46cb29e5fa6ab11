"""Languages and scripts: their names in the reader's language, their direction.
In: an ISO 639 code. Out: a label, ltr or rtl, the choices of forms.
Next: facets, organisations' texts and `lang`/`dir` attributes use them.
"""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Two-letter codes are ISO 639-1's; what has none keeps its ISO 639-3 code.
_LANGUAGES = sorted(
    ((code, name) for code, name in Locale("en").languages.items() if len(code) in {2, 3} and code.isalpha()),
    key=lambda choice: choice[1],
)
LANGUAGE_CODES = frozenset(code for code, _name in _LANGUAGES)

SCRIPT_CHOICES = [
    ("Latn", _("Latin")),
    ("Arab", _("Arabic")),
    ("Armn", _("Armenian")),
    ("Beng", _("Bengali")),
    ("Cyrl", _("Cyrillic")),
    ("Deva", _("Devanagari")),
    ("Ethi", _("Ethiopic")),
    ("Geor", _("Georgian")),
    ("Grek", _("Greek")),
    ("Gujr", _("Gujarati")),
    ("Guru", _("Gurmukhi")),
    ("Hani", _("Han")),
    ("Hebr", _("Hebrew")),
    ("Jpan", _("Japanese")),
    ("Khmr", _("Khmer")),
    ("Knda", _("Kannada")),
    ("Kore", _("Korean")),
    ("Laoo", _("Lao")),
    ("Mlym", _("Malayalam")),
    ("Mong", _("Mongolian")),
    ("Mymr", _("Burmese")),
    ("Orya", _("Odia")),
    ("Sinh", _("Sinhala")),
    ("Taml", _("Tamil")),
    ("Telu", _("Telugu")),
    ("Thai", _("Thai")),
    ("Tibt", _("Tibetan")),
]


def language_choices() -> list[tuple[str, str]]:
    """Return every language for a form. A function, so that a newer Babel asks for no migration."""
    return _LANGUAGES


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def language_label(code: str, reader: str | None = None) -> str:
    """Return the name of language `code` in the reader's language (the active one when None)."""
    names = _locale(reader or get_language() or "en").languages
    return str(names.get(code) or Locale("en").languages.get(code) or code)


def direction(code: str) -> str:
    """Return the direction in which language `code` is written: ltr or rtl."""
    return str(_locale(code).text_direction)
