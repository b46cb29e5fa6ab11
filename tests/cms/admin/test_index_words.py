"""Whatever can be the matter has a sentence, and where a command helps, one that there is."""

import datetime

import pytest
from django.core.management import get_commands

from cms.admin.index_words import COMMANDS, SAID, lasting, sentences
from search.engines.contract import Position
from search.models import IndexReport
from search.status import COUNTED, Status, Trouble

NOW = datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC)


def found(**facts):
    return Status(at=NOW, **({"engine": "Elasticsearch", "where": "elasticsearch://search:9200/x"} | facts))


def says(**facts):
    return [(sentence.says.replace("\xa0", " "), sentence.command) for sentence in sentences(found(**facts))]


def test_every_trouble_has_words():
    assert set(SAID) == set(Trouble)


def test_every_command_is_one_that_there_is(followed):
    assert sorted({command.split()[1] for command in COMMANDS} - set(get_commands())) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"waiting": 0}, ("The index has followed every change of the register.", "")),
        ({"waiting": 1, "lag": 3.9}, ("1 change is on its way into the index, for 3 seconds.", "")),
        ({"waiting": 2, "lag": 1}, ("2 changes are on their way into the index, the oldest for 1 second.", "")),
        ({"waiting": 1, "lag": 61}, ("1 change has waited for 1 minute.", "manage.py search_follow --forever")),
        (
            {"waiting": COUNTED, "lag": 90_000, "is_embedded": True},
            ("10,000 or more changes wait, the oldest for 1 day.", "manage.py search_follow"),
        ),
        ({"waiting": 2, "lag": 61, "is_held_back": True}, ("2 changes wait, the oldest for 1 minute.", "")),
        ({"engine_problem": "x"}, ("Elasticsearch can't be reached: the finder answers from the database.", "")),
        (
            {"engine_problem": "x", "is_embedded": True},
            ("The index can't be read: the finder answers from the database.", "manage.py search_rebuild"),
        ),
        ({"reason_to_rebuild": "so"}, ("The index has to be built anew: so.", "manage.py search_rebuild")),
        ({"set_aside_count": 1}, ("1 organisation could not be put into the index.", "")),
        ({"set_aside_count": 1200}, ("1,200 organisations could not be put into the index.", "")),
        ({"database_problem": "x"}, ("The database does not answer.", "")),
        (
            {"last_check": IndexReport(pk=1, missing=1, extra=2, stale=3000)},
            (
                "The last check found differences: missing 1, extra 2, stale 3,000.",
                "manage.py search_check --repair",
            ),
        ),
    ],
)
def test_each_is_told_in_one_sentence_with_at_most_one_command(facts, expected):
    assert says(**facts) == [expected]


def test_all_that_is_the_matter_is_told():
    assert [says for says, _command in says(engine_problem="x", set_aside_count=2)] == [
        "Elasticsearch can't be reached: the finder answers from the database.",
        "2 organisations could not be put into the index.",
    ]


def test_an_old_index_is_said_to_answer_meanwhile():
    means = [sentences(found(reason_to_rebuild="so", position=at))[0].means for at in (None, Position(0, 1))]
    assert means == [
        "Until then the finder answers from the database.",
        "Until then the finder may miss organisations. It never shows one that the public may not see.",
    ]


def test_being_well_is_proved_by_the_last_check():
    checks = [
        None,
        IndexReport(at=NOW - datetime.timedelta(hours=3), documents=1234),
        IndexReport(at=NOW - datetime.timedelta(hours=3), documents=1234, stale=2, repaired=True),
    ]
    assert [sentences(found(last_check=check, waiting=0))[0].means.replace("\xa0", " ") for check in checks] == [
        "Nobody has compared the two yet; that is what a check does.",
        "The last check, 3 hours ago, compared 1,234 documents and found no difference.",
        "What the last check found, 3 hours ago, has been mended since.",
    ]


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, "0 seconds"), (1.9, "1 second"), (59.9, "59 seconds"), (3700, "1 hour")]
)
def test_how_long_it_lasts_is_told_in_the_largest_unit(seconds, expected):
    assert lasting(seconds, NOW).replace("\xa0", " ") == expected
