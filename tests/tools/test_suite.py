import importlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def suite(monkeypatch, tmp_path):
    """The program behind `make test`, in a repository of this test's own with made-up tools."""
    monkeypatch.syspath_prepend(str(REPOSITORY / "tools"))
    module = importlib.import_module("suite")
    monkeypatch.setattr(module, "REPOSITORY", tmp_path)
    monkeypatch.setattr(module, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: 0.0))
    monkeypatch.setattr(module.signal, "signal", lambda *_words: None)
    (tmp_path / "tools").mkdir()
    return module


@pytest.fixture
def tool(tmp_path):
    """A function that puts a made-up tool where the suite looks for it."""

    def put(name, script):
        path = tmp_path / "tools" / name
        path.write_text(f"#!/bin/sh\ncd {tmp_path}\n{script}\n")
        path.chmod(0o755)

    return put


def python(script):
    return [sys.executable, "-c", script]


def test_a_part_whose_commands_all_succeed_has_no_failure(suite):
    part = suite.Part("quick", 60, [python("pass"), python("pass")])
    assert suite.run(part, {}) == []


def test_a_failure_does_not_keep_the_rest_of_its_part_from_running(suite, tmp_path):
    touch = python("import pathlib; pathlib.Path('ran').touch()")
    part = suite.Part("mixed", 60, [python("raise SystemExit(3)"), touch])
    assert suite.run(part, {}) == [f"mixed failed: {Path(sys.executable).name} ended with status 3."]
    assert (tmp_path / "ran").exists()


def test_a_part_over_its_budget_is_ended_with_a_sentence(suite):
    part = suite.Part("slow", 1, [python("import time; time.sleep(60)"), python("raise SystemExit(3)")])
    assert suite.run(part, {}) == [f"slow took longer than its budget of 1 s, in {Path(sys.executable).name}."]


def test_all_budgets_together_are_less_than_half_an_hour(suite):
    assert sum(part.budget for part in suite.PARTS) < 30 * 60


def test_a_part_is_told_where_its_servers_are(suite, tmp_path):
    script = "import os; print(os.environ['SEARCH_URL'], os.environ['DATABASE_URL'], file=open('told', 'w'))"
    answers = {"elasticsearch": "http://127.0.0.1:9200", "postgresql": "postgresql://m@127.0.0.1/d"}
    variables = {"SEARCH_URL": "elasticsearch://{elasticsearch_place}/test", "DATABASE_URL": "{postgresql}"}
    assert suite.run(suite.Part("told", 60, [python(script)], variables=variables), answers) == []
    assert (tmp_path / "told").read_text() == "elasticsearch://127.0.0.1:9200/test postgresql://m@127.0.0.1/d\n"


def test_a_server_is_up_while_its_part_runs_and_ends_with_the_suite(suite, tool, tmp_path, monkeypatch, capsys):
    tool("elasticsearch", "echo http://127.0.0.1:1; cat >/dev/null; touch stopped")
    look = python("import pathlib; raise SystemExit(pathlib.Path('stopped').exists())")
    monkeypatch.setattr(suite, "PARTS", [suite.Part("served", 60, [look], needs=["elasticsearch"])])
    assert suite.main([]) == 0
    assert (tmp_path / "stopped").exists()
    assert capsys.readouterr().out == "\n══ served\n── served 0 s of 60 s\n\nserved 0 s of 60 s\n"


def test_a_server_ends_when_the_suite_is_interrupted(suite, tool, tmp_path, monkeypatch):
    def interrupt(*_words):
        raise KeyboardInterrupt

    tool("elasticsearch", "echo http://127.0.0.1:1; cat >/dev/null; touch stopped")
    monkeypatch.setattr(suite, "PARTS", [suite.Part("served", 60, [], needs=["elasticsearch"])])
    monkeypatch.setattr(suite, "run", interrupt)
    with pytest.raises(KeyboardInterrupt):
        suite.main([])
    assert (tmp_path / "stopped").exists()


def test_a_part_whose_server_is_missing_fails_and_the_others_run(suite, tool, monkeypatch, capsys):
    tool("postgresql", "exit 1")
    served = suite.Part("served", 60, [python("pass")], needs=["postgresql"])
    monkeypatch.setattr(suite, "PARTS", [served, suite.Part("alone", 60, [python("pass")])])
    assert suite.main([]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "",
        "══ served",
        "",
        "══ alone",
        "── alone 0 s of 60 s",
        "",
        "alone 0 s of 60 s",
        "served did not run: tools/postgresql could not do its work; what it said is above.",
    ]


def test_only_the_parts_that_are_named_run(suite, monkeypatch, capsys):
    first, second = (suite.Part(name, 60, [python("pass")]) for name in ("first", "second"))
    monkeypatch.setattr(suite, "PARTS", [first, second])
    assert suite.main(["second"]) == 0
    assert capsys.readouterr().out == "\n══ second\n── second 0 s of 60 s\n\nsecond 0 s of 60 s\n"


def test_a_part_that_does_not_exist_is_named(suite, capsys):
    with pytest.raises(SystemExit) as leaving:
        suite.main(["lint", "sqlit"])
    assert leaving.value.code == 2
    assert capsys.readouterr().err.endswith("error: no part is called sqlit\n")


def test_the_closing_line_counts_the_tests_of_all_parts(suite, tmp_path, monkeypatch, capsys):
    report = (
        '<testsuites><testsuite name="pytest" tests="{}" failures="1" errors="1" skipped="2"></testsuite></testsuites>'
    )
    write = "import pathlib; pathlib.Path('reports/{}.xml').write_text('''{}''')"
    commands = [python(write.format(tests, report.format(tests))) for tests in (10, 20)]
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "earlier.xml").write_text(report.format(500))
    monkeypatch.setattr(suite, "PARTS", [suite.Part("tests", 60, commands)])
    assert suite.main([]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "22 passed, 4 failed, 4 skipped"
