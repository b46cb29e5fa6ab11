import pytest

from directory.importing.cells import BadCell
from directory.importing.kinds import KindOfRow, read_kinds
from directory.importing.words import Vocabulary
from directory.refusals import Refused
from tests.factories import KindFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    return Vocabulary(
        [
            KindFactory(slug="club", name="Club", names={"ar": "نادٍ"}),
            KindFactory(slug="science-centre", name="Science centre", names={"fr": "Centre de sciences"}),
        ]
    )


@pytest.fixture
def with_other(known):
    return Vocabulary([*known.by_slug.values(), KindFactory(slug="other")])


@pytest.mark.parametrize("theirs", ["science-centre", "SCIENCE CENTRE", "centre de sciences"])
def test_a_kind_is_known_by_its_slug_and_by_its_label_in_any_language(known, theirs):
    assert read_kinds(None, known).of(theirs) == KindOfRow("science-centre", stands_in=False)


def test_an_unknown_kind_is_refused_unless_something_is_said_of_it(known):
    with pytest.raises(BadCell, match='"lab" is no kind of the register; say with --kinds what it is'):
        read_kinds(None, known).of("lab")


def test_one_slug_stands_in_for_all_that_is_unknown_or_unsaid(known):
    kinds = read_kinds("club", known)
    assert kinds.of("lab") == kinds.of("") == KindOfRow("club", stands_in=True)
    assert kinds.of("science-centre") == KindOfRow("science-centre", stands_in=False)
    assert kinds.taken == {("lab", "club"): 1, ("", "club"): 1}


def test_a_row_that_says_no_kind_is_of_another_kind_where_the_federation_has_that_word(known, with_other):
    assert read_kinds(None, with_other).of("") == KindOfRow("other", stands_in=True)
    with pytest.raises(BadCell, match="is empty; say with --kinds what such rows are"):
        read_kinds(None, known).of("")


def test_a_file_says_which_is_which(known, csv_file):
    path = csv_file(content="theirs,ours\nLab,Science centre\nclub,science-centre\n", name="kinds.csv")
    kinds = read_kinds(str(path), known)
    assert kinds.of("LAB") == kinds.of("club") == KindOfRow("science-centre", stands_in=False)
    with pytest.raises(BadCell):
        kinds.of("office")


def test_a_file_may_speak_for_all_the_others_and_for_none(known, csv_file):
    kinds = read_kinds(str(csv_file(content="theirs,ours\n*,club\n,science-centre\n", name="kinds.csv")), known)
    assert kinds.of("office") == KindOfRow("club", stands_in=True)
    assert kinds.of("") == KindOfRow("science-centre", stands_in=False)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("theirs,ours\nlab,palace\n", 'line 2: "palace" is no kind. The kinds are club, science-centre'),
        ("theirs,ours\nlab\n", "line 2: two cells are wanted, 1 are there"),
        ("from,to\n", "its first line must be theirs,ours"),
        ("", "its first line must be theirs,ours"),
        (b"theirs,ours\nCaf\xe9,club\n", "can't decode byte"),
    ],
)
def test_a_broken_file_is_refused(known, csv_file, content, sentence):
    with pytest.raises(Refused, match=sentence):
        read_kinds(str(csv_file(content=content, name="kinds.csv")), known)


def test_neither_a_kind_nor_a_file_is_refused(known):
    with pytest.raises(Refused, match="--kinds palace: there is no such kind, and no such file"):
        read_kinds("palace", known)
