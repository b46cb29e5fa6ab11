import gzip
import io

import pytest
from django.core.management import CommandError, call_command

from directory.importing import run
from directory.models import Membership, OrganisationPage

GOOD = "external_id,name,kind,country\nx1,Étoile,museum,TN\nx2,Stella,palace,FR\n"
BAD = GOOD + "x3,,club,TN\n"


@pytest.fixture
def command(federation, tmp_path, monkeypatch):
    """A function that writes a file, runs the command on it and returns the lines on standard output."""
    monkeypatch.setattr(run, "PAUSE", 0)

    def do(content, *arguments, name="organisations.csv"):
        path = tmp_path / name
        path.write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
        out = io.StringIO()
        do.lines = []
        try:
            call_command("import_organisations", str(path), *arguments, stdout=out)
        finally:
            do.lines = out.getvalue().splitlines()
        return do.lines

    return do


def test_it_imports_a_gzipped_file_and_says_what_it_took_for_what(command):
    assert command(GOOD, "--kinds", "club", name="organisations.csv.gz") == [
        "kind: palace was taken for club (1 row)",
        "2 added, 0 changed, 0 the same.",
    ]
    assert Membership.objects.count() == 2


def test_run_again_it_says_that_all_is_the_same(command):
    command(GOOD, "--kinds", "club")
    assert command(GOOD, "--kinds", "club")[-1] == "0 added, 0 changed, 2 the same."


def test_bad_rows_end_it_with_an_error_and_nothing_written(command):
    with pytest.raises(CommandError, match="Nothing written: 1 bad row") as raised:
        command(BAD, "--kinds", "club")
    assert raised.value.returncode == 1
    assert command.lines[0] == "line 4: name: is empty"
    assert OrganisationPage.objects.count() == 0


def test_bad_rows_do_not_when_the_good_are_to_be_kept(command):
    assert command(BAD, "--kinds", "club", "--keep-good")[-1] == "2 added, 0 changed, 0 the same, 1 bad row."
    assert OrganisationPage.objects.count() == 2


def test_a_dry_run_ends_as_the_run_would(command):
    assert command(GOOD, "--kinds", "club", "--dry-run")[-1] == (
        "Dry run, nothing written: 2 added, 0 changed, 0 the same."
    )
    with pytest.raises(CommandError, match=r"Dry run, nothing written: .*, 1 bad row"):
        command(BAD, "--kinds", "club", "--dry-run")
    assert OrganisationPage.objects.count() == 0


def test_options_reach_the_import(command):
    command(GOOD, "--kinds", "club", "--admitted", "2020-02-01", "--category", "full", "--scheme", "ror")
    assert {str(day) for day in Membership.objects.values_list("starts", flat=True)} == {"2020-02-01"}
    assert OrganisationPage.objects.filter(external_ids__scheme="ror").count() == 2


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        ("name,country,colour\n", [], "Unknown columns: colour"),
        (GOOD, ["--kinds", "palace"], "--kinds palace: there is no such kind"),
        (GOOD, ["--category", "royal"], "There is no such category"),
        (GOOD, ["--admitted", "tomorrow"], "invalid fromisoformat value|invalid .* value: 'tomorrow'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(command, content, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        command(content, *arguments)


def test_a_run_that_is_stopped_says_how_to_go_on(command, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "add_pages", stop)
    with pytest.raises(CommandError, match="The same command goes on from there"):
        command(GOOD, "--kinds", "club")


def test_a_tree_with_problems_ends_it_with_an_error(command, monkeypatch):
    monkeypatch.setattr(run, "problems_below", lambda _offices: ["page 7: it has no parent"])
    with pytest.raises(CommandError, match="2 added"):
        command(GOOD, "--kinds", "club")
    assert "tree: page 7: it has no parent" in command.lines


def test_no_bar_is_drawn_where_nobody_watches(command, capsys):
    command(GOOD, "--kinds", "club")
    assert capsys.readouterr().err == ""
