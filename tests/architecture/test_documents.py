import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from cms.api import PARAMETERS, Organisation
from cms.demo.users import PASSWORD
from directory.ages import BANDS
from directory.importing.columns import NAMES

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), *(REPOSITORY / "cms" / "static").rglob("*.md")]
)
PACKAGES = ("config", "cms", "search", "directory")
LARGEST_PICTURE = 250 * 1024
NAME = re.compile(r"`([A-Z][A-Z0-9_]+)`")


def text(name):
    return (REPOSITORY / name).read_text(encoding="utf-8")


def section(document, heading):
    """What stands below a heading, up to the next of its level."""
    return re.split(r"^## ", re.split(rf"^## {heading}$", text(document), flags=re.MULTILINE)[1], flags=re.MULTILINE)[0]


def first_cells(table):
    """The first cell of each row of the first table of a text, without its head."""
    rows = list(re.finditer(r"^\|.*\|$", table, re.MULTILINE))
    first = [row[0].split("|")[1] for row in rows]
    return first[2 : next((n for n, cell in enumerate(first) if n > 1 and set(cell) <= set("- ")), len(first))]


def variables_in(folder, *patterns):
    """The environment variables that Python files of a folder name by one of the patterns."""
    sources = [path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / folder).rglob("*.py"))]
    return {name for source in sources for pattern in patterns for name in re.findall(pattern, source)}


def rooms():
    """Everything that ARCHITECTURE.md names as a file or a folder, as it stands and below the room it is told in."""
    room, named = "", []
    for line in text("ARCHITECTURE.md").splitlines():
        names = re.findall(r"`(\w[\w./]*(?:\.py|/))`", line)
        if line.startswith("#"):
            room = names[0] if names else ""
            named += [("", name) for name in names]
        else:
            below = names[0] if names and names[0].endswith("/") and line.startswith("|") else ""
            named += [(room, names[0])] if names else []
            named += [(f"{room}{below}", name) for name in names[1:]]
    return named


def is_a_room(folder):
    """Whether a folder holds anything but what Python leaves behind."""
    return any(path.is_file() and path.suffix != ".pyc" for path in folder.rglob("*"))


def found(room, name):
    """The path that a name in a room means, None where there is none."""
    meant = (REPOSITORY / room / name, (REPOSITORY / room).parent / name, REPOSITORY / name)
    return next((path for path in meant if path.exists()), None)


def test_the_readme_lists_the_demos_users():
    told = re.findall(r"^\| `(\w+)` \| ([\w-]+) \| (.+) \|$", text("README.md"), re.MULTILINE)
    users = json.loads(text("cms/demo/data/users.json"))["users"]
    assert told == [(user["username"], user["role"], user["about"]) for user in users]


def test_the_readme_tells_the_demos_password():
    assert re.findall(r"password `([^`]+)`", text("README.md")) == [PASSWORD]


def test_the_readme_lists_the_columns_of_an_import():
    told = re.search(r"^ {4}(external_id,[\w,\s]+?)\n\n", text("README.md"), re.MULTILINE)[1]
    assert tuple(re.findall(r"\w+", told)) == NAMES


def test_every_setting_of_the_site_is_told_and_nothing_else_is():
    told = [name for cell in first_cells(section("docs/settings.md", "The site")) for name in NAME.findall(cell)]
    assert sorted(told) == sorted(variables_in("config/settings", r'\benv\.\w+\(\s*"([A-Z0-9_]+)"'))


def test_everything_else_that_compose_reads_is_told():
    told = [name for cell in first_cells(section("docs/settings.md", r"compose\.yaml")) for name in NAME.findall(cell)]
    site = variables_in("config/settings", r'\benv\.\w+\(\s*"([A-Z0-9_]+)"')
    assert sorted(told) == sorted(set(re.findall(r"\$\{([A-Z0-9_]+)", text("compose.yaml"))) - site)


def test_everything_that_tests_and_tools_read_is_told():
    read = r"""os\.environ(?:\.get\(|\[)["']([A-Z0-9_]+)["']\]?(?! *=[^=])"""
    names = [
        *variables_in("tools", read, r'given_by="([A-Z0-9_]+)"'),
        *variables_in("tests", read),
        *variables_in("bench", read),
    ]
    site = variables_in("config/settings", r'\benv\.\w+\(\s*"([A-Z0-9_]+)"')
    cells = first_cells(section("docs/settings.md", "Tests, tools and the bench"))
    told = [name for cell in cells for name in NAME.findall(cell)]
    assert sorted(told) == sorted(set(names) - site)


def test_every_file_and_folder_in_the_tour_exists():
    assert [f"{room}{name}" for room, name in rooms() if found(room, name) is None] == []


def test_the_tour_leads_through_every_room():
    seen = {found(room, name) for room, name in rooms()}
    there = [
        path
        for package in PACKAGES
        for path in sorted((REPOSITORY / package).iterdir())
        if path.name != "__init__.py" and (path.suffix == ".py" or is_a_room(path))
    ]
    below = ("directory/models", "directory/verbs", "search/engines")
    there += [path for room in below for path in sorted((REPOSITORY / room).glob("*.py")) if path.stem != "__init__"]
    assert [str(path.relative_to(REPOSITORY)) for path in there if path not in seen] == []


def test_the_tour_takes_ten_minutes():
    assert len(text("ARCHITECTURE.md").split()) < 2600


def test_every_command_is_told():
    commands = {path.stem for path in REPOSITORY.glob("*/management/commands/[a-z]*.py")}
    told = set(re.findall(r"`(?:manage\.py )?(\w+)|manage\.py (\w+)", text("README.md") + text("ARCHITECTURE.md")))
    assert sorted(commands - {name for pair in told for name in pair}) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_and_target_that_a_document_names_exists(document):
    content = document.read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", text("Makefile"), re.MULTILINE)[1].split()
    assert sorted(set(re.findall(r"\bmanage\.py ([a-z_]+)", content)) - set(get_commands())) == []
    assert sorted(set(re.findall(r"(?:`|^ {4})make ([a-z]+)", content, re.MULTILINE)) - set(targets)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document):
    links = re.findall(r"\]\(([^)\s#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    within = [link for link in links if not link.startswith(("https://", "mailto:"))]
    assert [link for link in within if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_module_that_a_document_names_exists(document):
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", document.read_text(encoding="utf-8"))
    ours = [name for name in named if name.startswith((*(f"{each}/" for each in PACKAGES), "tests/", "tools/"))]
    assert [name for name in ours if not (REPOSITORY / name).exists()] == []


def test_the_pictures_are_shown_and_small():
    pictures = sorted((REPOSITORY / "docs" / "screenshots").iterdir())
    assert [path.name for path in pictures if f"docs/screenshots/{path.name}" not in text("README.md")] == []
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []


def test_the_api_is_told_parameter_by_parameter():
    told = [cell.strip(" `") for cell in first_cells(section("docs/api.md", "Parameters"))]
    assert told == [parameter["name"] for parameter in PARAMETERS]


def test_the_api_is_told_field_by_field():
    told = re.search(r"^- `results` has of each organisation ((?:.|\n)+?)\.$", text("docs/api.md"), re.MULTILINE)[1]
    fields = re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", told))
    assert fields == [name for name in Organisation.model_fields if name in fields]
    assert sorted(fields) == sorted(Organisation.model_fields)


def test_the_api_is_told_with_every_age_band():
    told = re.search(r"^\| `age` .+?An age band: (.+?)\. \|$", text("docs/api.md"), re.MULTILINE)[1]
    assert re.findall(r"`([\w-]+)`", told) == [band.slug for band in BANDS]


def test_every_decision_is_listed_by_its_title():
    pages = sorted((REPOSITORY / "docs" / "decisions").glob("[0-9]*.md"))
    titles = [page.read_text(encoding="utf-8").splitlines()[0] for page in pages]
    told = re.findall(r"^\| \[(\d+)\]\(([\w-]+\.md)\) \| (.+) \|$", text("docs/decisions/README.md"), re.MULTILINE)
    assert [(f"# {number}. {title}", name) for number, name, title in told] == [
        (title, page.name) for page, title in zip(pages, titles, strict=True)
    ]
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
