from bench.tables import gaps, growth, of, table

SMALL = {"indexing": {"tantivy": {"processor": 2.0, "memory": 100.0, "megabytes": 5.0}}}
LARGE = {"indexing": {"tantivy": {"processor": 30.0, "memory": 110.0, "megabytes": 50.0}}, "checking": {}}


def test_a_table_has_a_row_below_its_head():
    assert table("organisations | engine", [["10", "tantivy"]]) == [
        "| organisations | engine |",
        "|---|---|",
        "| 10 | tantivy |",
        "",
    ]


def test_sizes_at_which_a_stage_was_not_done_are_left_out():
    assert of({10: SMALL, 100: LARGE}, "checking") == {100: {}}


def test_growth_sets_each_size_beside_the_one_before():
    rows = [line for line in growth({10: SMALL, 100: LARGE}) if "×" in line]
    assert rows == [
        "| work of a rebuild, tantivy | × 15.0 |",
        "| memory of a rebuild, tantivy | × 1.1 |",
        "| index, tantivy | × 10.0 |",
    ]


def test_one_size_alone_does_not_grow():
    assert growth({10: SMALL}) == []


def test_what_was_not_measured_is_said():
    assert gaps({10: SMALL, 100: LARGE}, ["indexing", "checking"]) == [
        "The run was stopped before it had measured, at 10: checking.",
        "",
    ]


def test_a_complete_run_has_no_gaps():
    assert gaps({100: LARGE}, ["indexing", "checking"]) == []
