"""What an operator types, and what it answers."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.engines.contract import EngineError
from search.management.commands import search_follow, search_rebuild
from tests.search.registers import question

pytestmark = pytest.mark.django_db


def run(command, *arguments):
    told = StringIO()
    call_command(command, *arguments, stdout=told, stderr=told)
    return told.getvalue()


def test_a_rebuild_says_what_it_did(organise, followed):
    organise()
    organise(member=False)

    told = run("search_rebuild")

    assert told.startswith("Search index rebuilt (asked to): 1 of 2 organisations are findable on some day; ")
    assert followed.search(question()).total == 1


def test_a_rebuild_that_is_not_needed_follows_instead(organise, followed):
    organise()

    assert run("search_rebuild", "--if-needed").startswith("The search index needs no rebuild; ")
    assert followed.search(question()).total == 1
    followed.drop()
    assert run("search_rebuild", "--if-needed").startswith("Search index rebuilt (there is no index): 1 of 1 ")


def test_a_quiet_rebuild_says_nothing(followed):
    assert run("search_rebuild", "--verbosity", "0") == ""


def test_following_says_how_much_it_read(organise, followed):
    organise()

    assert run("search_follow").endswith(" changes followed.\n")
    assert run("search_follow") == "0 changes followed.\n"


@pytest.mark.parametrize("command", [["search_follow"], ["search_follow", "--forever"]])
def test_following_without_an_index_is_one_clear_sentence(followed, command):
    followed.drop()

    with pytest.raises(CommandError, match="Build it with"):
        run(*command)


def test_following_forever_waits_for_an_engine_that_is_away(followed, monkeypatch):
    answers = iter([EngineError("away."), EngineError("away."), 3, 0, KeyboardInterrupt()])
    rests = []

    def follow():
        answer = next(answers)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr(search_follow, "follow", follow)
    monkeypatch.setattr(search_follow, "close_old_connections", lambda: None)
    monkeypatch.setattr(search_follow.time, "sleep", rests.append)
    told = StringIO()
    with pytest.raises(KeyboardInterrupt):
        call_command("search_follow", "--forever", "--every", "1", stdout=told, stderr=told)

    assert rests == [2, 4, 1, 1]
    assert told.getvalue() == (
        "away. Trying again in 2 seconds.\naway. Trying again in 4 seconds.\n3 changes followed.\n"
    )


def test_an_engine_that_is_away_is_one_clear_sentence(followed, monkeypatch):
    def fail(**_options):
        raise EngineError("Elasticsearch at home is out of reach.")

    monkeypatch.setattr(search_rebuild, "rebuild", fail)

    with pytest.raises(CommandError, match="out of reach"):
        run("search_rebuild")
