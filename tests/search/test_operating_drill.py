"""The drill: what docs/operating.md says can go wrong goes wrong, and the one command that it names mends it.
In: the table of that document, and for each of its rows a way to break the index so. Out: an index as it should be.
Next: whoever has a night with the index; what they are told to type was tried on both engines.
"""

import datetime
import json
import os
import re
import signal
import urllib.request
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from cms.admin.index_words import sentences
from directory.models import Change, OrganisationPage
from search import fitness, index
from search import register as reading
from search.follow import follow
from search.index import engine as configured_engine
from search.management.commands import search_follow
from search.points import watched
from search.register import Register
from search.status import status
from search.turn import turn
from tests.search.folder_faults import full

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "operating.md"
NOWHERE = "elasticsearch://127.0.0.1:9/meridian"
WELL = "The index has followed every change of the register."
pytestmark = pytest.mark.django_db


def rows():
    """The table, by the name of what can happen: what the page says then, and the command that helps."""
    section = GUIDE.read_text(encoding="utf-8").partition("## What can go wrong")[2].partition("\n## ")[0]
    told = {}
    for line in re.findall(r"^\| (.+) \|$", section, re.MULTILINE)[1:]:
        what, says, _why, command = (cell.strip() for cell in line.split(" | "))
        told[what] = re.fullmatch(r"“(.+)”", says)[1], re.fullmatch(r"`manage\.py (.+)`", command)[1].split()
    return told


TABLE = rows()


class NightIsOverError(Exception):
    """Ends what would go on for ever."""


@pytest.fixture
def site(settings, tmp_path, request, organise, monkeypatch):
    """A small federation and its index, on the configured engine; in memory nothing can break, so not there."""
    if settings.SEARCH_URL == "memory://":
        settings.SEARCH_URL = f"tantivy:///{tmp_path}/index"
    organise("Club of Tunis")
    engine = request.getfixturevalue("followed")
    monkeypatch.setattr(search_follow, "close_old_connections", lambda: None)
    monkeypatch.setattr(search_follow, "time", SimpleNamespace(sleep=_enough))
    yield SimpleNamespace(
        engine=engine,
        organise=organise,
        settings=settings,
        patch=monkeypatch.setattr,
        is_embedded=engine.is_embedded,
    )
    index._engine.cache_clear()  # engines of other versions and of nowhere


def _enough(_seconds):
    raise NightIsOverError


def run(*words):
    """Type a command, and return what it prints; what goes on for ever is left when it rests."""
    printed = StringIO()
    try:
        call_command(*words, stdout=printed, stderr=printed)
    except NightIsOverError:
        assert "--forever" in words
    return printed.getvalue()


def let_it_wait():
    Change.objects.update(at=timezone.now() - datetime.timedelta(seconds=125))


def killed(work):
    """Do something in another process, which is killed where `work` says so."""
    child = os.fork()
    if not child:
        try:
            connection.connection = None  # the parent's: neither used nor closed
            work()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def kill_yourself(*_point):
    os.kill(os.getpid(), signal.SIGKILL)


def folder(engine):
    return engine._generations.current()


def ask(site, method, path, body=None):
    """Ask the genuine Elasticsearch something that no Meridian asks."""
    server = site.engine._store.server
    request = urllib.request.Request(f"{server}{path}", method=method, headers={"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, json.dumps(body).encode() if body else None, timeout=30) as answer:
        return json.load(answer)


# Each breaks the index, and waits while somebody looks at the page; then it does what the row tells to do first,
# and may wait once more while the command is typed.


def gone(site):
    site.engine.drop()
    yield


def upgraded(site):
    for module in ("search.fitness", "search.rebuild", "search.engines.tantivy", "search.engines.elasticsearch"):
        site.patch(f"{module}.fingerprint", lambda: "another")
    index._engine.cache_clear()
    yield


def restored(site):
    with transaction.atomic():
        backup = transaction.savepoint()
        site.organise("Club of Sfax")
        follow(site.engine)
        transaction.savepoint_rollback(backup)
    yield


def of_another_register(site):
    Change.objects.filter(pk=Change.objects.earliest("pk").pk).update(mark=1)
    yield


def far_behind(site):
    site.organise("Club of Sfax")
    site.patch(fitness, "FAR_BEHIND", 2)
    yield


def not_followed(site):
    site.organise("Club of Sfax")
    let_it_wait()
    yield


def engine_away(site):
    url = site.settings.SEARCH_URL
    site.settings.SEARCH_URL = NOWHERE
    site.organise("Club of Sfax")
    with pytest.raises(CommandError, match="out of reach"):
        run("search_follow")
    yield
    site.settings.SEARCH_URL = url


def damaged(site):
    if site.is_embedded:
        file = folder(site.engine) / "meta.json"
        half = file.read_bytes()[: file.stat().st_size // 2]
        file.unlink()
        file.write_bytes(half)
    else:
        ask(site, "POST", f"/{site.engine._store.alias}/_close")
    yield


def disk_full(site):
    site.organise("Club of Sfax")
    if site.is_embedded:
        with full(), pytest.raises(CommandError):
            run("search_follow")
    else:
        block = "index.blocks.read_only_allow_delete"
        ask(site, "PUT", f"/{site.engine._store.alias}/_settings", {block: True})
        with pytest.raises(CommandError):
            run("search_follow")
    let_it_wait()
    yield
    if not site.is_embedded:
        ask(site, "PUT", f"/{site.engine._store.alias}/_settings", {block: None})


def set_aside(site):
    poison = site.organise("Club of Sfax")
    right = reading.document_of

    def spoilt(profile):
        if profile.id == poison.pk:
            raise ValueError("40,2 is no degree")
        return right(profile)

    site.patch(reading, "document_of", spoilt)
    run("search_follow")
    yield
    site.patch(reading, "document_of", right)


def written_past_the_site(site):
    stale, missing = site.organise("Club of Sfax"), site.organise("Club of Bizerte", live=False)
    follow(site.engine)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'Club de Sfax' WHERE id = %s", [stale.pk])
        cursor.execute("UPDATE wagtailcore_page SET live = %s WHERE id = %s", [True, missing.pk])
    with pytest.raises(CommandError, match="search_check --repair"):
        run("search_check")
    yield


def rebuild_killed(site):
    documents = Register().documents_for(list(OrganisationPage.objects.values_list("pk", flat=True)))
    state = site.engine.state()

    def half_a_rebuild():
        with configured_engine().rebuild(state) as building:
            building.add(documents)
            kill_yourself()

    killed(half_a_rebuild)
    assert len(generations(site)) == 2
    yield
    yield
    assert len(generations(site)) == 1


def generations(site):
    if site.is_embedded:
        return [each for each in folder(site.engine).parent.iterdir() if each.is_dir()]
    return site.engine._indices()


def writer_killed(site):
    position = site.engine.state().position

    def half_a_write():
        with turn(), watched(lambda point: point == "write: documents stored" and kill_yourself()):
            configured_engine().write((), (), position)

    killed(half_a_write)
    yield
    site.organise("Club of Sfax")


DRILLS = {
    "gone": gone,
    "upgraded": upgraded,
    "restored": restored,
    "of another register": of_another_register,
    "far behind": far_behind,
    "not followed": not_followed,
    "engine away": engine_away,
    "damaged": damaged,
    "disk full": disk_full,
    "set aside": set_aside,
    "written past the site": written_past_the_site,
    "rebuild killed": rebuild_killed,
    "writer killed": writer_killed,
}


def test_every_row_has_a_drill_and_every_drill_a_row():
    assert list(TABLE) == list(DRILLS)


@pytest.mark.parametrize("what", DRILLS)
def test_the_command_mends_what_the_page_tells(site, what):
    says, command = TABLE[what]
    assert status().troubles == ()

    drill = DRILLS[what](site)
    next(drill)
    told = sentences(status())[0].says.replace("\xa0", " ")
    assert re.fullmatch(re.escape(says).replace("…", ".+"), told), told
    next(drill, None)

    run(*command)

    assert run("search_check").startswith("missing=0 extra=0 stale=0\n")
    found = status()
    assert ([sentence.says for sentence in sentences(found)], found.troubles) == ([WELL], ())
    assert found.documents == OrganisationPage.objects.count()
    assert list(drill) == []
