"""The finder's JSON twin."""

import pytest

from directory.models import OrganisationText
from search.index import engine
from tests import factories


@pytest.fixture
def clubs(organise, build_index):
    club = organise("Club Orbite", city="Tunis", latitude=36.8, longitude=10.18, age_from=10, age_to=15)
    club.texts.add(OrganisationText(language="en", summary="We look up."))
    club.fields.add(factories.FieldFactory())
    club.save()
    organise("Musée", country="FR", kind="museum")
    build_index()
    return club


def test_an_answer_has_the_count_the_page_the_results_and_the_facets(client, urls, clubs):
    answer = client.get(urls.api, {"country": "tn"}).json()
    facets = answer.pop("facets")
    assert answer == {
        "count": 1,
        "page": 1,
        "pages": 1,
        "results": [
            {
                "id": clubs.pk,
                "name": "Club Orbite",
                "other_names": [],
                "acronyms": [],
                "kind": {"value": "club", "label": "Club"},
                "country": {"value": "tn", "label": "Tunisia"},
                "region": {"value": "africa", "label": "Africa"},
                "city": "Tunis",
                "latitude": 36.8,
                "longitude": 10.18,
                "precision": "city",
                "website": "",
                "fields": ["astronomy"],
                "languages": [],
                "age_from": 10,
                "age_to": 15,
                "founded": None,
                "summary": "We look up.",
                "confirmed_on": None,
                "url": "http://testserver/en/network/organisations/club-orbite/",
            }
        ],
        "degraded": False,
    }
    assert list(facets) == ["region", "country", "kind", "field", "age", "language", "programme"]
    assert facets["country"] == [
        {"value": "fr", "label": "France", "count": 1, "selected": False},
        {"value": "tn", "label": "Tunisia", "count": 1, "selected": True},
    ]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("flavour=mint", "flavour"),
        ("country=zz", "zz"),
        ("page=0", "page"),
        ("page_size=1000", "page_size"),
        ("sort=up", "up"),
    ],
)
def test_what_is_unknown_is_refused_with_a_sentence_that_names_it(client, urls, clubs, query, named):
    response = client.get(f"{urls.api}?{query}")
    assert response.status_code == 422
    assert named in response.json()["detail"]


def test_a_facet_parameter_may_repeat(client, urls, clubs):
    assert client.get(f"{urls.api}?country=tn&country=fr").json()["count"] == 2


def test_labels_are_in_the_language_asked_for(client, urls, clubs):
    answer = client.get(urls.api, {"country": "tn"}, headers={"Accept-Language": "fr"})
    assert answer.json()["results"][0]["country"]["label"] == "Tunisie"
    assert "Accept-Language" in answer.headers["Vary"]


def test_without_an_index_the_answer_is_the_databases_and_says_so(client, urls, clubs):
    whole = client.get(urls.api, {"country": "tn"}).json()
    engine().drop()
    response = client.get(urls.api, {"country": "tn"})
    assert response.status_code == 200
    degraded = response.json()
    assert (whole.pop("degraded"), degraded.pop("degraded")) == (False, True)
    whole.pop("facets")
    facets = degraded.pop("facets")
    assert degraded == whole
    assert facets["country"] == [
        {"value": "fr", "label": "France", "count": None, "selected": False},
        {"value": "tn", "label": "Tunisia", "count": None, "selected": True},
    ]
    assert facets["field"] == [{"value": "astronomy", "label": "Astronomy", "count": None, "selected": False}]


def test_the_document_describes_every_parameter(client, urls):
    document = client.get("/api/v1/openapi.json").json()
    parameters = document["paths"]["/api/v1/organisations/"]["get"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == [
        "q", "region", "country", "kind", "field", "age", "language", "programme",
        "near", "within", "sort", "page", "page_size",
    ]  # fmt: skip
    assert [parameter["name"] for parameter in parameters if not parameter["description"]] == []
