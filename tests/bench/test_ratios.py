from bench.ratios import GROWTH, ours_and_raw

TIMES = {
    "find() on tantivy": {"p50": 12.0},
    "tantivy, raw": {"p50": 10.0},
    "SQL by hand": {"p50": 25.0},
    "find() on Elasticsearch": {"p50": 9.0},
}


def test_a_contender_stands_against_the_raw_engine_below_it():
    assert [ours_and_raw(TIMES, name) for name in TIMES] == ["1.20", "1.00", "2.50", ""]


def test_what_was_not_measured_does_not_grow():
    assert {read({}) for read in GROWTH.values()} == {None}


def test_growth_reads_a_figure_wherever_it_lies():
    measured = {"search": {"times": TIMES}, "indexing": {"tantivy": {"processor": 3.5}}}
    assert (GROWTH["search p50, SQL by hand"](measured), GROWTH["work of a rebuild, tantivy"](measured)) == (25.0, 3.5)
