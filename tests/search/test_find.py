import datetime

import pytest

from search.choices import read_choices
from search.find import find
from search.follow import follow
from search.query import Query

TODAY = datetime.date(2026, 5, 1)


def ids_of(today=TODAY, **params):
    choices = read_choices()
    query, notices = Query.from_params({name: [value] for name, value in params.items()}, choices)
    assert notices == []
    return set(find(query, today=today, choices=choices).ids)


@pytest.mark.django_db
def test_an_organisation_is_found_by_its_name_in_any_script(organise, index):
    page = organise("Québec Science Club", country="FR")
    page.other_names.create(name="Клуб науки Москва", language="ru")
    organise("Nothing alike")
    follow(index)

    for text in ("quebec", "Québec", "QUEBEC", "quebc", "queb", "москва", "moskva", "клуба"):
        assert ids_of(q=text) == {page.pk}, text
