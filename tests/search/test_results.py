import pytest

from search.query import Query
from search.results import Results


def results(total, page=1, page_size=20):
    return Results(query=Query(page=page, page_size=page_size), ids=(), total=total, facets={})


@pytest.mark.parametrize(
    ("total", "page_size", "pages", "is_cut"),
    [
        (0, 20, 0, False),
        (1, 20, 1, False),
        (20, 20, 1, False),
        (21, 20, 2, False),
        (10_000, 20, 500, False),
        (10_001, 20, 500, True),
        (9_999, 3, 3333, False),
        (10_000, 3, 3333, True),
    ],
)
def test_pages_are_counted_as_far_as_they_go(total, page_size, pages, is_cut):
    found = results(total, page_size=page_size)

    assert (found.pages, found.is_cut) == (pages, is_cut)


def test_a_page_after_the_last_is_past_the_end_and_the_first_never_is():
    assert [results(30, page).is_past_the_end for page in (1, 2, 3)] == [False, False, True]
    assert results(0).is_past_the_end is False
