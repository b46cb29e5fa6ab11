"""What only the embedded engine can get wrong: processes, locks, broken files."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from search.engines import tantivy as embedded
from search.engines import tantivy_store as store
from search.engines.contract import EngineError, NoIndexError, Position, State
from search.engines.tantivy import Tantivy
from tests.search import folder_faults
from tests.search.registers import documents, load, profile, question


@pytest.fixture
def engine(tmp_path):
    return load(Tantivy(tmp_path / "index"), documents(profile(1, "Alpha")))


def found(engine):
    return engine.search(question()).ids


def test_a_commit_of_another_process_is_seen_by_the_next_search(engine):
    other = Tantivy(engine._generations.folder)
    assert found(engine) == (1,)

    other.write(documents(profile(2, "Beta")), [], Position(0, 2))
    assert found(engine) == (1, 2)
    other.write([], [1], Position(0, 3))
    assert found(engine) == (2,)


def test_a_rebuild_of_another_process_is_seen_by_the_next_search(engine):
    assert found(engine) == (1,)

    load(Tantivy(engine._generations.folder), documents(profile(9)))

    assert found(engine) == (9,)


def test_an_index_that_another_process_dropped_is_missing(engine):
    assert found(engine) == (1,)

    Tantivy(engine._generations.folder).drop()

    assert engine.state() is None


def _search_in_child(folder, answers):
    answers.put(found(Tantivy(folder)))


def test_a_forked_child_opens_an_index_of_its_own_and_reloads_it(engine):
    assert found(engine) == (1,)
    context = get_context("fork")
    answers = context.Queue()
    child = context.Process(target=_search_in_child, args=(engine._generations.folder, answers))
    child.start()
    assert answers.get(timeout=20) == (1,)
    child.join()


def test_writers_take_turns(engine, monkeypatch):
    monkeypatch.setattr(embedded, "_PATIENCE", 60.0)  # however busy the machine

    def write(number):
        engine.write(documents(profile(number)), [], Position(0, 10))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(2, 10)))

    assert found(engine) == tuple(range(1, 10))


def test_a_writer_that_waits_too_long_says_so(engine, monkeypatch):
    monkeypatch.setattr(embedded, "_PATIENCE", 0.1)
    with engine._writer(), pytest.raises(EngineError, match="can't be written"):
        engine.write([], [1], Position(0, 2))

    engine.write([], [1], Position(0, 2))
    assert found(engine) == ()


def test_a_document_that_the_engine_refuses_does_not_fail_the_others_and_is_not_kept_as_it_was(engine, monkeypatch):
    stored = store._stored
    monkeypatch.setattr(
        store, "_stored", lambda document, schema: stored(document, schema if document.id != 1 else "none")
    )

    refused = engine.write(documents(profile(1, "Changed"), profile(2)), [], Position(0, 2))

    # The position stays until the refusal is noted elsewhere.
    assert (list(refused), found(engine), engine.state().position) == ([1], (2,), Position(0, 1))
    monkeypatch.undo()
    assert engine.write(documents(profile(1)), [], Position(0, 2)) == {}
    assert found(engine) == (1, 2)


def test_a_killed_writer_leaves_the_last_commit_and_no_lock(engine):
    code = (
        "import os, sys; from pathlib import Path\n"
        "from search.engines.tantivy import Tantivy\n"
        "with Tantivy(Path(sys.argv[1]))._writer() as (index, writer):\n"
        "    writer.delete_documents_by_term('id', 1); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, engine._generations.folder], check=False)
    assert killed.returncode == -9

    assert found(engine) == (1,)
    engine.write(documents(profile(2)), [], Position(0, 2))
    assert found(engine) == (1, 2)


def test_a_broken_index_says_so(engine):
    (engine._generations.current() / "meta.json").write_text("{")

    with pytest.raises(EngineError, match="rebuild it"):
        found(engine)
    with pytest.raises(EngineError, match="can't be written"):
        engine.write([], [1], Position(0, 2))


def test_searches_go_on_while_another_process_rebuilds_again_and_again(engine):
    other, failures, stop = Tantivy(engine._generations.folder), [], threading.Event()

    def search():
        while not stop.is_set():
            try:
                assert found(engine) == (1,)
            except (AssertionError, EngineError) as error:
                failures.append(error)

    searching = threading.Thread(target=search)
    searching.start()
    for _each in range(20):
        load(other, documents(profile(1, "Alpha")))
    stop.set()
    searching.join()

    assert failures == []


def test_an_index_of_another_schema_is_none(engine, monkeypatch):
    monkeypatch.setattr(store, "SCHEMA", store.SCHEMA[:-1])
    later = Tantivy(engine._generations.folder)

    assert later.state() is None
    with pytest.raises(NoIndexError, match="search_rebuild"):
        found(later)
    with pytest.raises(NoIndexError, match="search_rebuild"):
        later.write([], [1], Position(0, 2))
    assert found(engine) == (1,)


def test_threads_search_while_another_writes(engine):
    stop, failures = threading.Event(), []

    def search():
        while not stop.is_set():
            ids = found(engine)
            if ids != tuple(range(1, len(ids) + 1)):
                failures.append(ids)

    threads = [threading.Thread(target=search) for _each in range(3)]
    for thread in threads:
        thread.start()
    for number in range(2, 20):
        engine.write(documents(profile(number)), [], Position(0, number))
    stop.set()
    for thread in threads:
        thread.join()

    assert (failures, found(engine)) == ([], tuple(range(1, 20)))


def test_an_index_of_another_version_is_none_and_goes_when_this_ones_is_built(engine, monkeypatch):
    monkeypatch.setattr(embedded, "fingerprint", lambda: "later")
    later = Tantivy(engine._generations.folder)

    assert later.state() is None
    load(later, documents(profile(2)))

    assert found(later) == (2,)
    assert engine.state() is None
    assert sorted(path.name for path in later._generations.folder.iterdir()) == sorted(
        ["current-later", "rebuild.lock", later._generations.current().name]
    )


@pytest.mark.parametrize("suffix", folder_faults.SEGMENT)
def test_files_that_rotted_unnoticed_are_an_error_of_the_engine(engine, suffix):
    load(engine, documents(*(profile(number, f"Club {number}", kind=["club"]) for number in range(1, 100))))
    engine.close()
    with folder_faults.spoilt(engine._generations.folder, suffixes={suffix}, kept=150):
        outcomes = {type(_outcome(read)) for read in (engine.state, lambda: found(engine), _digests(engine))}
    assert EngineError in outcomes
    assert outcomes <= {EngineError, State, tuple, list}


def _digests(engine):
    return lambda: engine.digests(0, 100, 10)


def _outcome(read):
    try:
        return read()
    except EngineError as error:
        return error


@pytest.mark.parametrize("room", [0, 100, 1_000, 20_000])
def test_a_write_to_a_full_disk_leaves_the_index_as_it_was(engine, room):
    before = engine.state()
    with folder_faults.full(room), pytest.raises(EngineError, match="can't be written"):
        engine.write(
            documents(*(profile(number, f"Beta {number}" * 99) for number in range(2, 200))), [1], Position(0, 2)
        )
    assert (engine.state(), found(engine)) == (before, (1,))

    engine.write(documents(profile(2, "Beta")), [], Position(0, 2))
    assert found(engine) == (1, 2)
