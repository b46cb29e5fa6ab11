"""Folders of which one is current."""

import shutil
import subprocess
import sys

import pytest

from search.engines.contract import EngineError
from search.engines.generations import Generations


@pytest.fixture
def generations(tmp_path):
    return Generations(tmp_path / "index")


def make(generations, content):
    with generations.make() as folder:
        (folder / "content").write_text(content)


def test_a_generation_becomes_current_at_the_end(generations):
    assert generations.current() is None
    with generations.make() as folder:
        assert generations.current() is None

    assert generations.current() == folder


def test_the_old_generation_is_deleted_when_the_new_one_is_current(generations):
    make(generations, "old")
    make(generations, "new")

    folders = [each for each in generations.folder.iterdir() if each.is_dir()]
    assert folders == [generations.current()]
    assert (folders[0] / "content").read_text() == "new"


def test_a_generation_that_fails_leaves_no_trace(generations):
    make(generations, "old")

    def fail():
        with generations.make():
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert [each for each in generations.folder.iterdir() if each.is_dir()] == [generations.current()]


def test_a_folder_that_goes_away_meanwhile_is_an_error_like_any_other(generations):
    def fail():
        with generations.make():
            shutil.rmtree(generations.folder)

    with pytest.raises(EngineError, match="folder can't be used"):
        fail()


def test_what_a_killed_process_left_behind_is_cleared_away(generations):
    make(generations, "old")
    code = (
        "import os, pathlib, sys; from search.engines.generations import Generations\n"
        "with Generations(pathlib.Path(sys.argv[1])).make(): os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, generations.folder], check=False)
    assert killed.returncode == -9
    assert len([each for each in generations.folder.iterdir() if each.is_dir()]) == 2

    make(generations, "new")

    assert [each for each in generations.folder.iterdir() if each.is_dir()] == [generations.current()]


def test_a_second_rebuild_at_a_time_is_refused(generations):
    def make_two():
        with generations.make(), generations.make():
            pass

    with pytest.raises(EngineError, match="being rebuilt already"):
        make_two()

    make(generations, "after")
    assert (generations.current() / "content").read_text() == "after"


def test_a_pointer_to_nothing_is_no_generation(generations):
    make(generations, "old")
    (generations._pointer).write_text("gone")
    assert generations.current() is None
    (generations._pointer).write_text("")
    assert generations.current() is None


def test_a_dropped_folder_is_gone(generations):
    make(generations, "old")
    generations.drop()

    assert (generations.current(), generations.folder.exists()) == (None, False)


def test_whoever_looks_while_generations_change_over_sees_the_new_one(generations, monkeypatch):
    make(generations, "old")
    named = generations._named
    looks = []

    def slow_look():
        name = named()
        if not looks:
            looks.append(name)
            make(Generations(generations.folder), "new")  # between reading the name and looking for the folder
        return name

    monkeypatch.setattr(generations, "_named", slow_look)

    assert (generations.current() / "content").read_text() == "new"
