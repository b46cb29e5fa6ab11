"""The stylesheet keeps its promises: contrast, both directions of writing, size.

In: cms/static/css/meridian.css; out: computed contrast of every pair of colours that meet.
Next: nothing, these are tests.
"""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STYLES = (ROOT / "cms/static/css/meridian.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in STYLES.split("prefers-color-scheme: dark", 1)
)

TEXT = [(ink, ground) for ink in ("ink", "ink-soft", "link", "mark") for ground in ("paper", "raised", "sea")] + [
    ("on-action", "action"),
    ("on-action", "action-over"),
    ("paper", "mark"),
    ("paper", "ink"),
]
TEXT += [("ink", "mark-soft"), ("ink-soft", "mark-soft"), ("ink", "warn-soft")]
EDGES = [("line-strong", "paper"), ("line-strong", "raised"), ("mark", "paper"), ("mark", "sea"), ("mark", "land")]
EDGES += [("shade-5", "land"), ("shade-4", "land")]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(scheme, ink, ground):
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_and_choices_can_be_seen(scheme, edge, ground):
    assert contrast(scheme[edge], scheme[ground]) >= 3


@pytest.mark.parametrize(("scheme", "ascending"), [(LIGHT, False), (DARK, True)], ids=["light", "dark"])
def test_the_map_grows_steadily_in_one_direction(scheme, ascending):
    shades = [luminance(scheme[name]) for name in ("land", *(f"shade-{number}" for number in range(1, 6)))]
    assert shades == sorted(shades, reverse=not ascending)


def test_both_schemes_name_the_same_colours():
    assert set(LIGHT) == set(DARK)


def test_only_logical_properties_are_used():
    physical = re.findall(r"[{;\s](?:(?:margin|padding|border)-)?(?:left|right|top|bottom)(?:-\w+)?\s*:", STYLES)
    assert physical == []
    assert re.findall(r"text-align: (?:left|right)|float:", STYLES) == []


def test_the_stylesheet_is_small():
    assert len(gzip.compress(STYLES.encode())) < 12_000


def test_no_template_has_a_style_attribute_or_an_inline_script():
    found = [
        path.name
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "email" not in path.parts
        and re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son(?:click|change|load)=", path.read_text())
    ]
    assert found == []
