import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[2]
# In pieces, so that this file does not find itself.
HOSTS = [
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("golang", "org"),
        ("maven", "org"),
        ("maven", "apache", "org"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("docker", "elastic", "co"),
        ("docker", "io"),
        ("ghcr", "io"),
    )
]
MACHINE = re.compile(r"(?<![\w.])/wor[k]/")
# What only compose.yaml and gunicorn read.
NOT_SETTINGS = {"POSTGRES_PASSWORD", "PORT", "WEB_CONCURRENCY"}
# The one command of compose.yaml that is given these is gunicorn, not the site.
READ_BY_GUNICORN = {"WEB_CONCURRENCY"}


def text(name):
    return (REPOSITORY / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tracked():
    """The text files that are in the repository, by name."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    files = {}
    for name in filter(None, listing.stdout.split("\0")):
        try:
            files[name] = text(name)
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, or a file that was just removed
    return files


def requirements(name):
    """The lines of a list of requirements that name one, each as what it asks for and its comment."""
    lines = [line.strip() for line in text(name).splitlines()]
    asked = [line for line in lines if line and not line.startswith(("#", "-"))]
    return [(Requirement(line.partition("#")[0].strip()), line.partition("#")[2].strip()) for line in asked]


def settings_read():
    """The variables that a site's settings read from the environment."""
    modules = [REPOSITORY / "config" / "settings" / f"{name}.py" for name in ("base", "development", "production")]
    read = re.compile(r'\benv\.\w+\(\s*"([A-Z_]+)"')
    return {name for module in modules for name in read.findall(module.read_text(encoding="utf-8"))}


def test_the_import_law_is_kept():
    told = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout[-200:]) == (0, told.stdout[-200:])


def test_no_file_names_a_registrys_host(tracked):
    found = [(name, host) for name, content in tracked.items() for host in HOSTS if host in content]
    assert found == []


def test_no_file_names_a_place_on_the_machine_where_it_was_written(tracked):
    assert [name for name, content in tracked.items() if MACHINE.search(content)] == []


def test_every_make_target_is_told_to_contributors(tracked):
    phony = re.search(r"^\.PHONY: (.+)$", tracked["Makefile"], re.MULTILINE)[1].split()
    told = re.findall(r"(?:`|^ {4})make ([a-z]+)", tracked["CONTRIBUTING.md"], re.MULTILINE)
    assert sorted(set(phony) - set(told)) == []
    assert sorted(set(told) - set(phony)) == []


def test_every_make_target_says_in_the_help_what_it_does(tracked):
    phony = re.search(r"^\.PHONY: (.+)$", tracked["Makefile"], re.MULTILINE)[1].split()
    assert re.findall(r"^([a-z]+):.*  ## \S", tracked["Makefile"], re.MULTILINE) == phony


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_requirement_has_a_reason_and_a_version(name):
    assert [str(asked) for asked, reason in requirements(name) if not reason or not asked.specifier] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_requirement_is_pinned_to_a_version_that_it_allows(name):
    pins = {canonicalize_name(pin.name): pin for pin, _comment in requirements(f"{name}.txt")}
    unpinned = [
        str(asked)
        for asked, _reason in requirements(f"{name}.in")
        if not (pin := pins.get(canonicalize_name(asked.name)))
        or not asked.specifier.contains(str(pin.specifier).removeprefix("=="), prereleases=True)
    ]
    assert unpinned == []


def test_every_pin_is_exact_and_both_lists_agree():
    pins = {
        name: {pin.name: str(pin.specifier) for pin, _comment in requirements(name)}
        for name in ("requirements.txt", "requirements-dev.txt")
    }
    exact = re.compile(r"==[^=*]+")
    assert [pin for pinned in pins.values() for pin in pinned.items() if not exact.fullmatch(pin[1])] == []
    both = pins["requirements.txt"].keys() & pins["requirements-dev.txt"].keys()
    assert [name for name in sorted(both) if len({pinned[name] for pinned in pins.values()}) > 1] == []


def test_every_setting_is_in_the_example_and_nothing_else_is():
    told = re.findall(r"^#([A-Z_]+)=", text(".env.example"), re.MULTILINE)
    assert sorted(told) == sorted(settings_read() | NOT_SETTINGS)


def test_compose_sets_only_what_the_settings_read():
    site = yaml.safe_load(text("compose.yaml"))["services"]["site"]["environment"]
    assert sorted(site.keys() - READ_BY_GUNICORN - settings_read()) == []


def test_compose_runs_the_elasticsearch_that_the_tests_run():
    version = re.search(r'^VERSION = "(.+)"$', text("tools/servers/unpacked.py"), re.MULTILINE)[1]
    assert yaml.safe_load(text("compose.yaml"))["services"]["search"]["image"] == f"elasticsearch:{version}"


def test_the_image_is_made_with_the_installer_that_make_uses():
    pin = re.compile(r"\buv==[\d.]+")
    assert pin.findall(text("Dockerfile")) == pin.findall(text("tools/environment"))


def test_the_checks_before_a_commit_fetch_nothing():
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    assert {hook["language"] for hook in hooks[0]["hooks"]} == {"system"}
    assert [hook["entry"] for hook in hooks[0]["hooks"] if not hook["entry"].startswith(".venv/bin/")] == []
