"""Staff of the small federation, one a role, and ways to act as them in the admin.
In: the federation of tests/conftest.py. Out: users in their groups, signed-in clients, the text of a page.
Next: the tests of the admin.
"""

import csv
import io
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

from directory.admin.workflow import ensure_regional_workflow
from directory.models import Change
from directory.roles import editors_of, ensure_secretariat_group, ensure_steward_group, reviewers_of


def person(username, *groups, **facts):
    user = get_user_model().objects.create_user(username, f"{username}@example.org", "secret", **facts)
    user.groups.set(groups)
    return user


@pytest.fixture
def staff(federation, organise):
    """The secretariat, each region's editor and reviewer, and the steward of the organisation “Club of Tunis”."""
    secretariat = ensure_secretariat_group()
    groups = {}
    for slug, office in federation.offices.items():
        task = ensure_regional_workflow(office).tasks.get()
        groups[slug] = (editors_of(office.region), *task.specific.groups.all())
    from_name = lambda name: secretariat.__class__.objects.get(name=name)  # noqa: E731
    club = organise("Club of Tunis")
    return SimpleNamespace(
        club=club,
        admin=get_user_model().objects.create_superuser("admin", "admin@example.org", "secret"),
        secretariat=person("secretariat", secretariat),
        africa=person("africa", from_name(editors_of(federation.regions["africa"]))),
        europe=person("europe", from_name(editors_of(federation.regions["europe"]))),
        reviewer=person("reviewer", from_name(reviewers_of(federation.regions["africa"]))),
        steward=person("steward", ensure_steward_group(club)),
        nobody=person("nobody"),
    )


@pytest.fixture
def sign_in():
    """A function that gives a client in which a user has signed in."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def log():
    """A function that says what has been appended to the change log since the fixture was asked for."""
    begin = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def since():
        lines = Change.objects.filter(pk__gt=begin).order_by("pk")
        return [(line.kind, line.subject_type, line.subject_id, line.actor) for line in lines]

    return since


def column(response, name):
    """Return what a list shows in one column, row by row."""
    table = response.context["table"]
    return [table.columns[name].get_value(row) for row in table.data]


def titles(response):
    """Return the names of the pages, or what the first column says, of a list."""
    return [str(getattr(row, "title", row)) for row in response.context["table"].data]


def exported(response):
    """Return the rows of an exported CSV file."""
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def queries(client, path):
    """Return how many queries an address takes when it is asked for the second time."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def organisation_form(page, **facts):
    """Return what the editor of an organisation's page posts when nothing but `facts` is changed."""
    rows = ("other_names", "acronyms", "texts", "working_languages", "social_links")
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    data = {
        "title": page.title,
        "slug": page.slug,
        "kind": page.kind_id,
        "country": page.country_id,
        "precision": page.precision,
        "comments": dict(empty),
        **{name: dict(empty) for name in rows},
    }
    return nested_form_data(data | facts)


def fresh(page):
    """Read a page again."""
    return Page.objects.get(pk=page.pk).specific
