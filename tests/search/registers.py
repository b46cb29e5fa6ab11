"""Registers to search in: a fixed small one for examples, and strategies that draw them for properties."""

import datetime

from hypothesis import strategies as st

from search.analysis import phrase, terms
from search.choices import Choices
from search.document import Profile, document_of
from search.engines.contract import Position, Question, Sort, State
from search.geo import Point

TODAY = datetime.date(2026, 5, 1)
ALWAYS = ((datetime.date(2000, 1, 1), None),)
BEGUN = State(position=Position(0, 1), log="1 then", fingerprint="as it is")

REGIONS = {"africa": ("ke", "ma", "tn"), "europe": ("cz", "fr"), "vostok": ("ru",), "nowhere": ()}
LABELS = {
    "region": {region: region.title() for region in REGIONS},
    "country": {"cz": "Czechia", "fr": "France", "ke": "Kenya", "ma": "Morocco", "ru": "Russia", "tn": "Tunisia"},
    "kind": {"club": "Club", "museum": "Museum", "school": "School"},
    "field": {"astronomy": "Astronomy", "biology": "Biology", "chemistry": "Chemistry"},
    "age": {"6-9": "6–9", "10-12": "10–12", "26-plus": "26+"},
    "language": {"ar": "Arabic", "en": "English", "fr": "French"},
    "programme": {"expo-sciences": "Expo-Sciences"},
}
CHOICES = Choices(labels=LABELS, countries=REGIONS)


def profile(identity, name="Club", **facts):
    values = {facet: tuple(facts.pop(facet)) for facet in list(facts) if facet in LABELS}
    return Profile(id=identity, name=name, **({"listed": ALWAYS, "values": values} | facts))


def documents(*profiles):
    return [document for each in profiles if (document := document_of(each)) is not None]


def question(text="", **facts):
    chosen = {facet: frozenset(facts.pop(facet)) for facet in list(facts) if facet in LABELS}
    sort = facts.pop("sort", Sort.RELEVANCE if text else Sort.NAME)
    return Question(
        terms=terms(text), phrase=phrase(text), chosen=chosen, sort=sort, **({"day": TODAY, "limit": 100} | facts)
    )


def load(engine, documents, state=BEGUN):
    with engine.rebuild(state) as building:
        building.add(documents)
    return engine


# Words that share beginnings, stems and typos with each other, in several scripts.
WORDS = [
    "club", "clubs", "clob", "science", "sciences", "scientifique", "silence", "museum", "musée", "muzeum", "Québec",
    "Quebec", "QUÉBEC", "queb", "Łódź", "lodz", "l'Oréal", "d’Ivoire", "O'Brien", "Expo-Sciences", "exposciences",
    "U.N.E.S.C.O.", "UNESCO", "of", "de", "la", "a", "ab", "abc", "acb", "1987", "1988", "42", "٤٢",
    "Москва", "Москвы", "молодёжь", "молодежь", "клуб", "Київ", "moskva", "молодежный",
    "المدرسة", "مدرسة", "المدارس", "العلوم", "علوم", "أحمد", "احمد",
    "北京大学", "北京", "大学", "東京", "でんし", "ガス", "서울",
    "विज्ञान", "กรุงเทพ", "Αθήνα", "İstanbul", "straße", "strasse",
]  # fmt: skip
LANGUAGES = ["", "en", "fr", "es", "ru", "ar", "de", "ja"]
COORDINATES = [(0.0, 0.0), (46.8, -71.2), (36.8, 10.18), (-17.7, 179.9), (-17.8, -179.8), (89.9, 45.0), (-90.0, 0.0)]

words = st.sampled_from(WORDS) | st.text(min_size=1, max_size=8)
texts = st.lists(words, max_size=4).map(" ".join)
named = st.tuples(texts, st.sampled_from(LANGUAGES))
days = st.integers(-3, 40).map(lambda number: TODAY + datetime.timedelta(days=number - 20))
intervals = st.tuples(days, st.none() | days)
degrees = st.sampled_from(COORDINATES) | st.tuples(
    st.floats(-90, 90).map(lambda number: round(number, 4)), st.floats(-180, 180).map(lambda number: round(number, 4))
)


def _some(facet):
    return st.lists(st.sampled_from(sorted(LABELS[facet])), unique=True, max_size=2).map(tuple)


facet_values = st.fixed_dictionaries(
    {
        "country": st.sampled_from(sorted(LABELS["country"])).map(lambda code: (code,)),
        "kind": st.sampled_from(sorted(LABELS["kind"])).map(lambda slug: (slug,)),
        **{facet: _some(facet) for facet in ("field", "age", "language", "programme")},
    }
)


@st.composite
def profiles(draw, identity):
    place = draw(st.none() | degrees)
    return Profile(
        id=identity,
        name=draw(texts),
        listed=tuple(draw(st.lists(intervals, min_size=1, max_size=3))),
        other_names=tuple(draw(st.lists(named, max_size=2))),
        acronyms=tuple(draw(st.lists(words, max_size=1))),
        place=((draw(words), ""),),
        topics=tuple(draw(st.lists(named, max_size=1))),
        texts=tuple(draw(st.lists(named, max_size=1))),
        values=draw(facet_values),
        latitude=place and place[0],
        longitude=place and place[1],
    )


@st.composite
def registers(draw, most=10):
    return documents(*(draw(profiles(identity)) for identity in range(1, draw(st.integers(0, most)) + 1)))


@st.composite
def typed(draw):
    """What people type: words of the register, shortened, mistyped, in capitals; or anything at all."""
    found = []
    for word in draw(st.lists(words, max_size=3)):
        place = draw(st.integers(0, max(len(word) - 1, 0)))
        found.append(
            draw(
                st.sampled_from(
                    [
                        word,
                        word.upper(),
                        word[: place + 1],
                        word[:place] + word[place + 1 :],
                        word[:place] + "x" + word[place:],
                        word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
                        word[:place] + "zz" + word[place + 2 :],
                    ]
                )
            )
        )
    return " ".join(found)


chosen_values = st.dictionaries(
    st.sampled_from([facet for facet in LABELS if facet != "region"]), st.just(None), max_size=3
).flatmap(
    lambda facets: st.fixed_dictionaries(
        {facet: st.frozensets(st.sampled_from(sorted(LABELS[facet])), max_size=3) for facet in facets}
    )
)


@st.composite
def questions(draw):
    near = draw(st.none() | degrees)
    text = draw(typed())
    sort = draw(st.sampled_from(Sort))
    if sort is Sort.DISTANCE and near is None:
        sort = Sort.NAME
    return Question(
        day=draw(days),
        terms=terms(text),
        phrase=phrase(text),
        chosen=draw(chosen_values),
        near=near and Point(*near),
        within=draw(st.none() | st.floats(1, 20_000).map(lambda number: round(number, 2))) if near else None,
        sort=sort,
        offset=draw(st.integers(0, 4)),
        limit=draw(st.sampled_from([1, 3, 100])),
    )
