"""Cards: organisations in a list, read through the listing rule in a fixed number of queries.
In: ids from an index (which may be behind), or a queryset. Out: cards of those that the public may see now.
Next: finder, country and office pages show them; the API answers with the same organisations.
"""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.query import PageQuerySet

from cms.presentation.parts import Card, Text
from directory.languages import direction, language_label
from directory.listing import listed
from directory.models import Confirmation, OrganisationPage
from search.geo import Point, kilometres

FIELDS_SHOWN = 4
LANGUAGES_SHOWN = 3


def presentable(organisations: PageQuerySet | None = None) -> PageQuerySet:
    """Return listed organisations with what cards and answers show of them, in a fixed number of queries."""
    confirmed = Confirmation.objects.filter(organisation=OuterRef("pk")).order_by("-confirmed_on")
    return (
        listed(organisations)
        .select_related("kind", "country", "country__region", "logo")
        .prefetch_related("other_names", "acronyms", "texts", "fields", "working_languages")
        .annotate(confirmed_on=Subquery(confirmed.values("confirmed_on")[:1]))
    )


def by_ids(ids: Sequence[int]) -> list[OrganisationPage]:
    """Return the organisations of `ids`, in that order, without those that are no longer listed."""
    pages = {page.pk: page for page in presentable().filter(pk__in=ids)}
    return [pages[each] for each in ids if each in pages]


def cards(organisations: Iterable[OrganisationPage], request: HttpRequest, *, near: Point | None = None) -> list[Card]:
    """Return a card for each organisation that `presentable` made."""
    return [_card(organisation, request, near) for organisation in organisations]


def _card(page: OrganisationPage, request: HttpRequest, near: Point | None) -> Card:
    language = get_language() or settings.LANGUAGE_CODE
    text = page.text_in(language)
    fields = [field.label() for field in page.fields.all()]
    languages = [language_label(row.code) for row in page.working_languages.all()]
    return Card(
        name=page.title,
        href=page.get_url(request) or "",
        kind=page.kind.label(),
        place=place(page),
        other_name=_other_name(page),
        summary=Text(text.summary, text.language, text.direction) if text and text.summary else None,
        fields=fields[:FIELDS_SHOWN],
        more_fields=max(len(fields) - FIELDS_SHOWN, 0),
        ages=ages(page),
        languages=", ".join(languages[:LANGUAGES_SHOWN]) + ("…" if len(languages) > LANGUAGES_SHOWN else ""),
        confirmed=page.confirmed_on,
        distance=_distance(page, near),
        logo=page.logo,
        initials=initials(page.title),
    )


def place(page: OrganisationPage) -> str:
    """Return where an organisation is, as people say it: the city and the country, or the country."""
    country = page.country.label()
    return _("%(city)s, %(country)s") % {"city": page.city, "country": country} if page.city else country


def ages(page: OrganisationPage) -> str:
    """Return the ages served, as people say them: 10–18, from 10, up to 18; empty when unknown."""
    if page.age_from is not None and page.age_to is not None:
        return f"{page.age_from}–{page.age_to}"
    if page.age_from is not None:
        return _("from %(age)s") % {"age": page.age_from}
    if page.age_to is not None:
        return _("up to %(age)s") % {"age": page.age_to}
    return ""


def initials(name: str) -> str:
    """Return one or two letters that stand for a name where there is no picture."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    capitals = [word[0] for word in words if word[0].isupper()] or [word[0] for word in words]
    return "".join(capitals[:2]).upper()


def _other_name(page: OrganisationPage) -> Text | None:
    """The first name in another script; else the one in the reader's language; else none."""
    reader = get_language() or settings.LANGUAGE_CODE
    names = list(page.other_names.all())
    own_script = title_script(page.title)
    other_script = [name for name in names if name.script and name.script != own_script]
    own_language = [name for name in names if name.language == reader]
    for name in (*other_script, *own_language):
        return Text(name.name, name.language, direction(name.language) if name.language else "ltr")
    return None


def title_script(title: str) -> str:
    """Return Latn where a name is mostly written in Latin letters, else an empty text (some other script)."""
    letters = [letter for letter in title if letter.isalpha()]
    latin = sum(letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" for letter in letters)
    return "Latn" if latin * 2 >= len(letters) else ""


def _distance(page: OrganisationPage, near: Point | None) -> str:
    if near is None or page.latitude is None or page.longitude is None:
        return ""
    away = kilometres(near, Point(page.latitude, page.longitude))
    return _("%(distance)s km") % {"distance": f"{away:.1f}" if away < 10 else f"{away:.0f}"}  # noqa: PLR2004
