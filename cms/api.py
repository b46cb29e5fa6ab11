"""The finder's JSON twin: the same searches by the same parameters, as data.
In: the parameters of an address. Out: one page of organisations and every facet's counts; 422 for what is unknown.
Next: config/api.py mounts the router.
"""

import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from cms.finding import answer, understand
from cms.presentation.site import places
from directory.models import OrganisationPage
from search.engines.contract import Sort
from search.query import CHOSEN, LARGEST_PAGE_SIZE, PAGE_SIZE

router = Router(tags=["organisations"])


class Place(Schema):
    """A country or a region: the value to filter by, and its name."""

    value: str = Field(examples=["tn"])
    label: str = Field(examples=["Tunisia"])


class Name(Schema):
    """Another name of an organisation."""

    name: str
    language: str
    script: str


class Organisation(Schema):
    """A listed organisation."""

    id: int
    name: str
    other_names: list[Name]
    acronyms: list[str]
    kind: Place
    country: Place
    region: Place
    city: str
    latitude: float | None
    longitude: float | None
    precision: str
    website: str
    fields: list[str]
    languages: list[str]
    age_from: int | None
    age_to: int | None
    founded: int | None
    summary: str
    confirmed_on: datetime.date | None
    url: str


class FacetChoice(Schema):
    """A value of a facet: `count` is the total with it as the facet's only choice, null in a degraded answer."""

    value: str
    label: str
    count: int | None
    selected: bool


class Organisations(Schema):
    """One page of what was found, and the counts of every facet.

    `degraded`: the search is out of order, and the database answers: words match as they are written, facets have
    every value that any organisation has, and nothing is counted but the total.
    """

    count: int
    page: int
    pages: int
    results: list[Organisation]
    facets: dict[str, list[FacetChoice]]
    degraded: bool


class Problem(Schema):
    """What is wrong with the question, in a sentence."""

    detail: str


DESCRIPTIONS = {
    "region": "A region's slug, such as `africa`.",
    "country": "A country's ISO 3166-1 alpha-2 code in lower case, such as `tn`.",
    "kind": "A kind of organisation, such as `club`.",
    "field": "A field of science, such as `astronomy`.",
    "language": "A working language's ISO 639 code, such as `fr`.",
    "age": "An age band, such as `13-15`.",
    "programme": "A programme's slug.",
}


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


PARAMETERS = [
    _parameter("q", {"type": "string"}, "Words: names in any script, acronyms, cities, subjects. All must match."),
    *(
        _parameter(
            name, {"type": "array", "items": {"type": "string"}}, f"{DESCRIPTIONS.get(name, '')} May repeat: any of."
        )
        for name in CHOSEN
    ),
    _parameter("near", {"type": "string"}, "A latitude and a longitude in degrees: `36.8,10.2`."),
    _parameter("within", {"type": "number"}, "A distance in kilometres, together with `near`."),
    _parameter("sort", {"type": "string", "enum": [sort.value for sort in Sort]}, "The order of the results."),
    _parameter("page", {"type": "integer", "minimum": 1, "default": 1}, "The page, from 1."),
    _parameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE_SIZE, "default": PAGE_SIZE},
        "How many organisations a page has.",
    ),
]


@router.get(
    "/organisations/",
    response={200: Organisations, 404: Problem, 422: Problem},
    openapi_extra={"parameters": PARAMETERS},
    summary="Search the listed organisations",
)
def organisations(request: HttpRequest) -> Any:
    """Return one page of what was found. An unknown parameter or value is refused with a sentence that names it."""
    if not places(request).finder:
        return Status(404, {"detail": "This site has no public finder."})
    question = understand(request.GET)
    refused = [notice.sentence for notice in question.notices if notice.is_error]
    if refused:
        return Status(422, {"detail": " ".join(refused)})
    found = answer(question)
    return {
        "count": found.results.total,
        "page": question.query.page,
        "pages": found.results.pages,
        "results": [_organisation(page, request) for page in found.organisations],
        "facets": {
            name: [
                {"value": value.value, "label": value.label, "count": value.count, "selected": value.selected}
                for value in facet.values
            ]
            for name, facet in found.results.facets.items()
        },
        "degraded": found.results.is_plain,
    }


def _organisation(page: OrganisationPage, request: HttpRequest) -> dict[str, Any]:
    text = page.text_in(request.LANGUAGE_CODE)
    region = page.country.region
    return {
        "id": page.pk,
        "name": page.title,
        "other_names": [
            {"name": name.name, "language": name.language, "script": name.script} for name in page.other_names.all()
        ],
        "acronyms": [acronym.text for acronym in page.acronyms.all()],
        "kind": {"value": page.kind.slug, "label": page.kind.label()},
        "country": {"value": page.country.slug, "label": page.country.label()},
        "region": {"value": region.slug, "label": region.label()},
        "city": page.city,
        "latitude": page.latitude,
        "longitude": page.longitude,
        "precision": page.precision,
        "website": page.website,
        "fields": [field.slug for field in page.fields.all()],
        "languages": [row.code for row in page.working_languages.all()],
        "age_from": page.age_from,
        "age_to": page.age_to,
        "founded": page.founded,
        "summary": text.summary if text else "",
        "confirmed_on": page.confirmed_on,
        "url": request.build_absolute_uri(page.get_url(request)),
    }
