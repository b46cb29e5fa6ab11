from pathlib import Path

import pytest

from tools.servers.java import find_java, possible_homes, version_of
from tools.servers.refusal import Refusal


@pytest.fixture
def jdk(tmp_path):
    """A function that lays out the home folder of a JDK by the version that its `release` file states."""

    def lay_out(version: str) -> Path:
        home = tmp_path / f"jdk-{version}"
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "java").touch()
        (home / "release").write_text(f'IMPLEMENTOR="Anybody"\nJAVA_VERSION="{version}"\nOS_ARCH="x86_64"\n')
        return home

    return lay_out


@pytest.mark.parametrize(
    ("version", "major"), [("25.0.3", 25), ("21", 21), ("17.0.15", 17), ("1.8.0_402", 8), ("26-ea", 26)]
)
def test_a_jdk_has_the_major_version_that_its_release_file_states(jdk, version, major):
    assert version_of(jdk(version)) == major


def test_a_folder_without_a_java_is_no_jdk(jdk):
    home = jdk("25.0.3")
    (home / "bin" / "java").unlink()
    assert version_of(home) is None


def test_the_oldest_jdk_that_will_do_is_chosen(jdk):
    homes = [jdk("17.0.15"), jdk("25.0.3"), jdk("21.0.7")]
    assert find_java(homes) == homes[2]


def test_version_nine_is_older_than_twenty_one(jdk):
    homes = [jdk("9.0.4"), jdk("21.0.7")]
    assert find_java(homes) == homes[1]


def test_without_one_a_sentence_says_what_is_there_and_what_would_help(jdk):
    with pytest.raises(Refusal) as refusal:
        find_java([jdk("17.0.15"), jdk("1.8.0_402")])
    assert str(refusal.value) == (
        "Elasticsearch needs a JDK of version 21 or later, and this machine has 8, 17: install one,"
        " point ES_JAVA_HOME at one, or set ELASTICSEARCH_URL to a server that runs already."
    )


def test_without_any_the_sentence_says_none(tmp_path):
    with pytest.raises(Refusal, match="this machine has none:"):
        find_java([tmp_path])


def test_a_jdk_that_was_chosen_is_the_only_one_looked_at(monkeypatch, tmp_path):
    monkeypatch.setenv("ES_JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", "/elsewhere")
    assert possible_homes() == [tmp_path]
