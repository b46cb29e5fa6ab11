import gzip

import pytest

from directory.importing.rows import BadRow, Row, read_rows
from directory.refusals import Refused

KNOWN = ("external_id", "name", "country", "city")


@pytest.fixture
def read(csv_file):
    def do(content, name="organisations.csv"):
        return list(read_rows(csv_file(content=content, name=name), KNOWN, ("name", "country")))

    return do


def test_a_row_knows_the_line_on_which_it_begins(read):
    assert read('name,country\nA,TN\n"B\nstill B",FR\nC,TN\n') == [
        Row(2, {"name": "A", "country": "TN"}),
        Row(3, {"name": "B\nstill B", "country": "FR"}),
        Row(5, {"name": "C", "country": "TN"}),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_end_of_line_will_do(read, end):
    assert read(f"name,country{end}A,TN{end}B,FR") == [
        Row(2, {"name": "A", "country": "TN"}),
        Row(3, {"name": "B", "country": "FR"}),
    ]


def test_columns_come_in_any_order_and_case_after_a_byte_order_mark(read):
    assert read("\ufeffCountry, Name \nTN,A\n") == [Row(2, {"country": "TN", "name": "A"})]


def test_a_name_that_ends_in_gz_is_gzipped(read):
    assert read(gzip.compress(b"name,country\nA,TN\n", mtime=0), "x.csv.GZ") == [Row(2, {"name": "A", "country": "TN"})]


def test_lines_without_content_are_passed_over_and_counted(read):
    assert read("name,country\n\n,\n  , \nA,TN\n") == [Row(5, {"name": "A", "country": "TN"})]


def test_a_wrong_number_of_cells_is_a_bad_row(read):
    assert read("name,country\nA\nB,TN,x\nC,TN\n") == [
        BadRow(2, ("has 1 cells, the first line names 2 columns",)),
        BadRow(3, ("has 3 cells, the first line names 2 columns",)),
        Row(4, {"name": "C", "country": "TN"}),
    ]


def test_nul_and_bytes_that_are_not_utf8_make_a_bad_row_and_spare_the_others(read):
    assert read(b"name,country\nA\x00,TN\nCaf\xe9,FR\nB,TN\n") == [
        BadRow(2, ("holds a NUL character",)),
        BadRow(3, ("holds bytes that are not UTF-8",)),
        Row(4, {"name": "B", "country": "TN"}),
    ]


def test_wrong_quotes_make_a_bad_row(read):
    assert read('name,country\n"A" club,TN\nB,TN\n"C,FR\nD,FR\n') == [
        BadRow(2, ("has a quotation mark inside a quoted cell; write it twice",)),
        Row(3, {"name": "B", "country": "TN"}),
        BadRow(4, ("begins a quoted cell that is never closed",)),
    ]


def test_a_cell_of_absurd_length_makes_a_bad_row(read):
    assert read(f"name,country\n{'x' * 200_000},TN\nB,TN\n") == [
        BadRow(2, ("has a cell of absurd length",)),
        Row(3, {"name": "B", "country": "TN"}),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name,country,colour,\n", r"Unknown columns: colour, \(without a name\). Known are external_id, name,"),
        ("name;country\n", "must be separated by commas, not by ';'"),
        ("name\tcountry\n", r"must be separated by commas, not by '\\t'"),
        ("name,country,name\n", "Columns named more than once: name"),
        ("name,city\n", "Columns that must be there: country"),
        ("", "The file is empty"),
        ('"name,country\n', "The first line is not a line of CSV"),
        ("name,country\n".encode("utf-16"), "is UTF-16; save it as UTF-8"),
    ],
)
def test_a_file_whose_header_is_wrong_is_refused(read, content, sentence):
    with pytest.raises(Refused, match=sentence):
        read(content)


@pytest.mark.parametrize("content", [b"name,country\n", gzip.compress(b"name,country\n" * 99, mtime=0)[:-20]])
def test_a_broken_gzip_is_refused(read, content):
    with pytest.raises(Refused, match="cannot be read"):
        read(content, "x.csv.gz")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        list(read_rows(tmp_path / "none.csv", KNOWN, ()))
