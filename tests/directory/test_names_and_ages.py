"""Names in several languages, directions, and age bands."""

import pytest
from django.utils.translation import override

from directory.ages import BANDS, bands_of
from directory.languages import direction, language_label
from directory.models import Country, Kind
from directory.names import LanguagesFormField


def test_a_name_is_in_the_readers_language_or_the_default():
    kind = Kind(slug="club", name="Club", names={"ru": "Клуб"})
    with override("ru"):
        assert kind.label() == "Клуб"
    with override("fr"):
        assert kind.label() == "Club"
    assert kind.label("ru") == "Клуб"


def test_a_country_has_isos_name_unless_the_federation_has_its_own():
    assert [Country(code="TN").label(language) for language in ("en", "fr", "es", "ru", "ar")] == [
        "Tunisia", "Tunisie", "Túnez", "Тунис", "تونس",
    ]  # fmt: skip
    assert Country(code="TN", names={"fr": "La Tunisie"}).label("fr") == "La Tunisie"
    assert Country(code="XK").label("en") == "Kosovo"


def test_the_form_field_keeps_only_the_languages_that_were_filled_in():
    assert LanguagesFormField().clean(["Club", "", "Клуб", ""]) == {"fr": "Club", "ru": "Клуб"}


def test_languages_have_names_and_directions():
    assert (language_label("ar", "fr"), direction("ar"), direction("fr")) == ("arabe", "rtl", "ltr")


@pytest.mark.parametrize(
    ("ages", "bands"),
    [
        ((10, 15), ["10-12", "13-15"]),
        ((12, 13), ["10-12", "13-15"]),
        ((None, 9), ["6-9"]),
        ((26, None), ["26-plus"]),
        ((None, None), []),
        ((0, 120), [band.slug for band in BANDS]),
    ],
)
def test_an_organisation_is_in_every_band_that_its_ages_overlap(ages, bands):
    assert [band.slug for band in bands_of(*ages)] == bands
