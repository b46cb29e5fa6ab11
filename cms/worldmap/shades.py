"""How dark a country is: counts sorted into at most five classes that grow by equal factors.

In: a count and the largest count on the map; out: 0 (nothing) to 5 (the most), and the legend's classes.
Next: world.py gives the number to the template, the stylesheet gives `.shade-N` a colour.
"""

from dataclasses import dataclass

DARKEST = 5


@dataclass(frozen=True, slots=True)
class ShadeClass:
    """One line of the legend: the counts that share a shade."""

    shade: int
    low: int
    high: int

    @property
    def label(self) -> str:
        """The counts as people write them: "7" or "8-20", with an en dash."""
        return str(self.low) if self.low == self.high else f"{self.low}\N{EN DASH}{self.high}"


def shade_classes(maximum: int) -> list[ShadeClass]:
    """Split 1…maximum; few countries have many members, so each class is a factor wider than the last.

    The last class is always the darkest, and a map whose largest count is small has fewer classes.
    """
    if maximum < 1:
        return []
    highs = sorted({round(maximum ** (step / DARKEST)) for step in range(1, DARKEST + 1)})
    lows = [1, *(high + 1 for high in highs[:-1])]
    first = DARKEST - len(highs) + 1
    return [ShadeClass(first + index, low, high) for index, (low, high) in enumerate(zip(lows, highs, strict=True))]


def shade(count: int, maximum: int) -> int:
    """Say which class a count falls in; 0 when there is nothing to show."""
    if count < 1:
        return 0
    for one in shade_classes(maximum):
        if count <= one.high:
            return one.shade
    return DARKEST
