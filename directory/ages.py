"""Age bands: the few groups that young people and their teachers think in.
In: the ages an organisation serves (from, to; either may be open). Out: the bands it overlaps.
Next: the finder counts by band; the organisation's page names them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AgeBand:
    """A band of ages in years, both ends included; `last` is None where it is open."""

    slug: str
    first: int
    last: int | None

    @property
    def label(self) -> str:
        """The band as people write it: 6-9 with an en dash, 26+ where it is open."""
        return f"{self.first}+" if self.last is None else f"{self.first}–{self.last}"


BANDS = (
    AgeBand("6-9", 6, 9),
    AgeBand("10-12", 10, 12),
    AgeBand("13-15", 13, 15),
    AgeBand("16-18", 16, 18),
    AgeBand("19-25", 19, 25),
    AgeBand("26-plus", 26, None),
)


def bands_of(age_from: int | None, age_to: int | None) -> list[AgeBand]:
    """Return the bands that the ages overlap; none where neither end is known."""
    if age_from is None and age_to is None:
        return []
    lowest = 0 if age_from is None else age_from
    return [
        band
        for band in BANDS
        if (age_to is None or band.first <= age_to) and (band.last is None or band.last >= lowest)
    ]
