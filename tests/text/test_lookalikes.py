"""Letters of two alphabets in one word, and names that only look like another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.lookalikes import looks_like, mixed_word

LATIN = "abcdefghijklmnopqrstuvwxyzßéñøčłıəABCDEFGHIJKLMNOPQRSTUVWXYZÉÑØČŁ"
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯІЇЄ"
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
OTHERS = "ابتثجحخدذرزسشعغفقكلمنهوي中文外交部국가देशלשלוםไทย"
ALPHABETS = (LATIN, CYRILLIC, GREEK, OTHERS)
words_of = {one: st.text(one, min_size=1, max_size=12) for one in ALPHABETS}
SIGNS = st.sampled_from([" ", "-", " (", "’", ", "])
WORDS = st.lists(st.one_of(*words_of.values()), min_size=1, max_size=5)
HONEST = st.tuples(SIGNS, WORDS).map(lambda pair: pair[0].join(pair[1]))


@given(HONEST)
def test_words_of_one_alphabet_each_are_honest(name):
    assert mixed_word(name) is None


@given(st.sampled_from([LATIN, CYRILLIC, GREEK]), st.data())
def test_one_letter_of_another_alphabet_is_seen_wherever_it_stands(alphabet, data):
    whole = data.draw(words_of[alphabet])
    strange = data.draw(st.sampled_from("".join({LATIN, CYRILLIC, GREEK} - {alphabet})))
    place = data.draw(st.integers(0, len(whole)))
    word = whole[:place] + strange + whole[place:]
    before = data.draw(words_of[OTHERS])

    assert mixed_word(f"{before} {word}!") == word


@pytest.mark.parametrize(
    "name",
    [
        "Иванов (Ivanov)", "Bala-Бала", "O’Брайен", "Jean-Luc Müller", "Παπαδόπουλος",
        "Нгуен Ван А", "R2P", "Группа 77", "Ко\u0301смос", "محمد Smith", "外交部 MFA", "Ｆｕｌｌ",
        "", "42",
    ],
)  # fmt: skip
def test_honest_names(name):
    assert mixed_word(name) is None


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Gеrmany", "Gеrmany"),  # a Cyrillic е
        ("Anna Рetrova", "Рetrova"),
        ("Dеnmark2", "Dеnmark2"),
        ("Мinistry of Νorway", "Мinistry"),
        ("ｐаypal", "pаypal"),
    ],
)
def test_mixed_names(name, word):
    assert mixed_word(name) == word


@pytest.mark.parametrize(
    ("name", "other"),
    [("Оман", None), ("Сосо", "Coco"), ("СОСО", "coco"), ("Coco", None), ("cOCO", None)],
)
def test_a_whole_word_in_other_letters(name, other):
    known = ["Denmark", "Coco" if other != "coco" else "coco", "Оман"]
    assert looks_like(name, known) == other


def test_the_first_name_may_be_the_one_in_other_letters():
    assert looks_like("Coco", ["Сосо"]) == "Сосо"
    assert looks_like("", ["Coco"]) is None
    assert looks_like("中文", ["Coco", "中文"]) is None


@given(HONEST)
def test_no_name_mimics_itself(name):
    assert looks_like(name, [name, name.upper(), name.title()]) is None
