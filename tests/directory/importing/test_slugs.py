import pytest

from directory.importing.slugs import FreeSlugs
from directory.models import EarlierSlug

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Étoile 2000 (Québec)", "etoile-2000-quebec"),
        ("Московский дом", "moskovskiy-dom"),
        ("科学館", "kexueguan"),
        ("=SUM(A1)", "suma1"),
        ("***", "organisation"),
        ("_club_", "club"),
    ],
)
def test_a_slug_is_ascii_made_from_the_name(name, slug):
    assert FreeSlugs().take(name) == slug


def test_names_alike_are_numbered():
    slugs = FreeSlugs()
    assert [slugs.take("Club"), slugs.take("club"), slugs.take("Club 2"), slugs.take("CLUB")] == [
        "club",
        "club-2",
        "club-2-2",
        "club-3",
    ]


def test_no_slug_is_given_that_another_organisation_has_or_had(organise):
    organise("Club", slug="club")
    EarlierSlug.objects.create(organisation=organise("Stella", country="FR", slug="stella"), slug="club-2")
    assert FreeSlugs().take("Club") == "club-3"


def test_a_slug_has_at_most_255_characters_with_its_number():
    slugs = FreeSlugs()
    assert slugs.take("x" * 300) == "x" * 255
    assert slugs.take("x" * 300) == "x" * 253 + "-2"
