# ruff: noqa: E501 - payloads and expected HTML stand on one line
"""Names of real people pass; names that hide, turn or pile up signs do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.safe_names import Problem, UnsafeName, clean_line, clean_title, one_line, problems
from tests.text.samples import steady

NAMES = [
    "Anne-Marie O’Brien", "D'Angelo", "José Ángel Núñez", "Nguyễn Thị Ánh", "Đặng Hữu Phúc", "Łukasz Żółć",
    "Þórður Ægir", "İbrahim Çağrı Şahin", "Иван Ёлкин-Жуков", "Олег Ґудзь", "Αλέξανδρος Παπαδόπουλος", "გიორგი მაისურაძე",
    "Արամ Խաչատրյան", "דָּוִד בֶּן־גּוּרִיּוֹן", "محمد بن عبد الله", "مُحَمَّد", "علی‌رضا", "مهدی‌قلی هدایت", "نیک‌پی",
    "सत्येन्द्र शर्मा", "क्‍ष", "র‍্যাচেল", "মোহাম্মদ", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "ગાંધી", "தமிழ்ச்செல்வன்", "మోహన్", "ಕೃಷ್ಣ", "മോഹന്‍", "ശ്രീ",
    "ශ්‍රී ලංකා", "สมชาย ใจดี", "ສົມຊາຍ", "བསྟན་འཛིན", "အောင်ဆန်းစုကြည်", "សុខ សំអាង", "አበበ ቢቂላ", "王小明", "歐陽", "渡辺 謙", "やまだ たろう",
    "김민준", "ᠴᠢᠩᠭᠢᠰ", "Ọlábísí Ṣọlá", "ʻAisake", "Fa’asavalu", "Ƙasimu Ɗan", "John Smith 3rd", "Ministry (Europe) & Co. № 5 / B", "日本国憲法・第一章",
    "Ḥasan ʿAlī", "R2P: €100 — 50 %", "Zoë \u0301", "葛󠄀城", "👩‍🚀", "👩🏽‍⚖️", "👩‍👩‍👧", "❤️‍🔥",
]  # fmt: skip

BAD = {
    "a\u202eb": "direction", "a\u061cb": "direction", "\u200fa": "direction", "a\u2066b\u2069": "direction",
    "a\u200bb": "invisible", "a\ufeffb": "invisible", "a\u2060b": "invisible", "a\u00adb": "invisible",
    "a\u034fb": "invisible", "a\u180eb": "invisible", "a\u2064b": "invisible", "a\ufff9b": "invisible",
    "a\u200cb": "invisible", "a\u200db": "invisible", "👩\u200cb": "invisible", "👩\u200d": "invisible", "a\u200d👩": "invisible", "\u200cعلی": "invisible", "علی\u200c": "invisible",
    "علی\u200cb": "invisible", "a\U000e0041b": "tag", "a\U000e007fb": "tag", "a\0b": "control",
    "a\x1bb": "control", "a\x7fb": "control", "a\x9bb": "control", "a\ue000b": "private",
    "a\ud800b": "private", "a\ufffeb": "private", "a\ufdd0b": "private", "a\U0001fffeb": "private",
    "a" + "\u0301" * 9: "marks", "a\u206ab": "invisible",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_pass(name: str):
    assert problems(clean_line(name)) == ()


@pytest.mark.parametrize(("name", "reason"), BAD.items())
def test_tricks_do_not(name: str, reason: str):
    assert {problem.reason for problem in problems(name)} == {reason}
    with pytest.raises(UnsafeName):
        clean_line(name)


def test_a_problem_says_what_and_where():
    assert problems("ab\u202ec") == (Problem("direction", 2, "U+202E"),)
    with pytest.raises(UnsafeName) as caught:
        clean_line("\u200fa\u202e\u200fb")
    assert caught.value.status == 400
    assert caught.value.sentence == (
        "This line has invisible characters (U+200F, U+202E). Type it again without them."
    )


LINES = {
    " a \t b\n c\u00a0d\u3000e ": "a b c d e",
    "a\r\nb\u2028c\u2029d\x0be\x85f": "a b c d e f",
    "e\u0301": "é",
    "\u3164a\u3164": "a",
    "": "",
}


@pytest.mark.parametrize(("text", "line"), LINES.items())
def test_one_line_with_single_spaces(text: str, line: str):
    assert clean_line(text) == line


def test_a_title_keeps_the_spaces_that_french_sets_before_its_signs():
    """They stay within it, one for each run, and fall at its ends; nothing hidden comes in."""
    said = "\u00a0« Commencer\u202f: qui\u00a0? »  Et\u00a0 \u202f après\n\u202f!\u00a0"
    kept = "« Commencer\u202f: qui\u00a0? » Et\u00a0après\u202f!"
    assert (clean_title(said), one_line(said), clean_title(kept)) == (kept, kept, kept)
    with pytest.raises(UnsafeName, match="invisible"):
        clean_title("a\u00a0\u200b b")


@steady
@pytest.mark.parametrize("clean", [clean_line, clean_title])
@given(text=st.text())
def test_a_clean_line_is_stable(clean, text: str):
    try:
        line = clean(text)
    except UnsafeName:
        return
    assert clean(line) == line
    assert "\n" not in line
