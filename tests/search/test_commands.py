"""What an operator types, and what it answers."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from directory.models import Change
from search.engines.contract import EngineError
from search.management.commands import search_follow, search_rebuild
from search.models import IndexReport
from tests.search.registers import documents, profile, question

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


def test_following_an_index_that_is_not_there_builds_it(organise, followed):
    organise()
    followed.drop()

    told = run("search_follow")

    assert told == (
        "There is no search index for this version. Build it with `manage.py search_rebuild`.\n"
        "Search index rebuilt: 1 of 1 organisations are findable.\n"
    )
    assert followed.search(question()).total == 1


def test_following_an_index_of_another_history_builds_it_anew(organise, followed):
    organise()
    run("search_follow")
    Change.objects.order_by("pk").last().delete()  # as a register that was restored to an earlier state
    organise()

    told = run("search_follow")

    assert "the register was restored to an earlier state" in told
    assert told.endswith("Search index rebuilt: 2 of 2 organisations are findable.\n")
    assert run("search_check").startswith("missing=0 extra=0 stale=0\n")


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


def drifted(organise, followed):
    """An index that lacks one organisation, has one that is none, and knows one as it was: written past the log."""
    pages = [organise(f"Club {number}") for number in range(3)]
    run("search_follow")
    followed.write(documents(profile(987_654)), [pages[0].pk], followed.state().position)
    Page.objects.filter(pk=pages[1].pk).update(title="Renamed by hand")
    return pages


def test_a_check_of_an_index_that_is_equal_succeeds(organise, followed):
    organise()
    run("search_follow")

    told = run("search_check").splitlines()

    assert told[0] == "missing=0 extra=0 stale=0"
    assert told[1].startswith("1 documents compared in ")


def test_a_check_names_what_differs_and_fails_and_a_repair_mends_it(organise, followed):
    pages = drifted(organise, followed)
    told = StringIO()
    with pytest.raises(CommandError, match="differs from the register"):
        call_command("search_check", stdout=told)

    assert told.getvalue().splitlines()[:4] == [
        "missing=1 extra=1 stale=1",
        f"missing: {pages[0].pk}",
        "extra: 987654",
        f"stale: {pages[1].pk}",
    ]
    assert run("search_check", "--repair").splitlines()[:2] == [
        "Found missing=1 extra=1 stale=1, and mended 3.",
        "missing=0 extra=0 stale=0",
    ]
    assert run("search_check").startswith("missing=0 extra=0 stale=0\n")
    assert followed.search(question("renamed")).ids == (pages[1].pk,)


def test_a_check_writes_down_how_it_ended(organise, followed):
    drifted(organise, followed)
    run("search_check", "--repair")
    run("search_check")

    assert [
        (report.kind, str(report.missing + report.extra + report.stale), report.repaired, report.documents)
        for report in IndexReport.objects.filter(kind="check")
    ] == [("check", "0", False, 3), ("check", "3", True, 3)]


def test_a_repair_of_an_index_that_is_not_there_builds_it(organise, followed):
    organise()
    followed.drop()

    with pytest.raises(CommandError, match="search_rebuild"):
        run("search_check")
    assert "missing=0 extra=0 stale=0\n" in run("search_check", "--repair")
