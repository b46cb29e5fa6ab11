"""Every engine finds, totals and counts what the oracle does, whatever the register and the question.

`MERIDIAN_EXAMPLES=5000` draws that many registers instead of a few.
"""

import os
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from search.engines.contract import Position, Sort
from search.engines.memory import Memory
from search.find import find
from search.geo import kilometres
from search.query import Query
from tests.search.registers import CHOICES, LABELS, TODAY, load, questions, registers, typed

EXAMPLES = int(os.environ.get("MERIDIAN_EXAMPLES", "40"))
drawn = settings(
    max_examples=EXAMPLES,
    deadline=None,
    # One engine for all the examples on purpose: each example writes its register over the last one's.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def write_over(engine, documents):
    """Replace what an engine holds; quicker than a new index."""
    if engine.state() is None:
        load(engine, [])
    position = Position(0, engine.state().position.change + 1)
    engine.write(documents, set(range(1, 50)) - {document.id for document in documents}, position)


def oracle(documents):
    return load(Memory(), documents)


def is_on_the_edge(documents, asked):
    """Whether a place lies on the circle to within what Elasticsearch's storage of coordinates rounds."""
    return asked.within is not None and any(
        abs(kilometres(asked.near, document.point) - asked.within) < 0.001 for document in documents if document.point
    )


@drawn
@given(documents=registers(), asked=st.lists(questions(), min_size=1, max_size=8))
def test_an_engine_agrees_with_the_oracle(shared_engine, documents, asked):
    write_over(shared_engine, documents)
    expected = oracle(documents)
    for each in asked:
        assume(not is_on_the_edge(documents, each))
        answer, right = shared_engine.search(each), expected.search(each)
        assert (answer.total, dict(answer.counts)) == (right.total, dict(right.counts)), each
        if each.sort is Sort.RELEVANCE:
            everything = expected.search(question_of_all(each)).ids
            assert (len(answer.ids), set(answer.ids) <= set(everything)) == (len(right.ids), True), each
            assert set(shared_engine.search(question_of_all(each)).ids) == set(everything), each
        else:
            assert answer.ids == right.ids, each
    assert shared_engine.count() == len(documents)


def question_of_all(asked):
    return replace(asked, offset=0, limit=100)


parameters = st.fixed_dictionaries(
    {},
    optional={
        "q": typed().map(lambda text: [text]),
        **{name: st.lists(st.sampled_from(sorted(labels)), max_size=3) for name, labels in LABELS.items()},
    },
)


@drawn
@given(documents=registers(), params=parameters)
def test_every_count_is_the_total_with_it_as_the_only_choice(shared_engine, documents, params):
    write_over(shared_engine, documents)
    query, _notices = Query.from_params(params, CHOICES)
    results = find(query, choices=CHOICES, today=TODAY, engine=shared_engine)
    for facet in results.facets.values():
        for value in facet.values:
            others = {name: values for name, values in query.params().items() if name != facet.name}
            if facet.name in {"region", "country"}:
                others = {name: values for name, values in others.items() if name not in {"region", "country"}}
            alone, _notices = Query.from_params({**others, facet.name: [value.value]}, CHOICES)
            assert find(alone, choices=CHOICES, today=TODAY, engine=shared_engine).total == value.count
    for region in results.facets["region"].values:
        assert region.count == sum(country.count for country in region.children)


@drawn
@given(text=st.text(max_size=300))
def test_no_text_breaks_an_engine(shared_engine, text):
    write_over(shared_engine, [])
    query, _notices = Query.from_params({"q": [text]}, CHOICES)

    assert find(query, choices=CHOICES, today=TODAY, engine=shared_engine).total == 0
