# ruff: noqa: E501 - payloads and expected HTML stand on one line
"""Search finds a word however it is written, in each of the six languages and beyond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.normalise import normalise
from app.text.query import Query, query_terms
from tests.text.samples import steady

NORMAL = {
    "Appointing a Focal Point": "appointing a focal point",
    "L’État désigne; Œuvre, cœur": "l etat designe oeuvre coeur",
    "Niño, ÑANDÚ y ¿qué?": "nino nandu y que",
    "Ёлка и ЙОД, район": "елка и йод район",
    "أحمد إبراهيم آمنة ٱلله": "احمد ابراهيم امنه الله",
    "مَدْرَسَةٌ المدرسة مــدرسة": "مدرسه المدرسه مدرسه",
    "مستشفى ۲۰۲۷ ٢٠٢٧ کتاب فارسی": "مستشفي 2027 2027 كتاب فارسي",
    "国家政府": "国家 家政 政府 府",
    "政": "政",
    "R2P与国家 2027年": "r2p 与国 国家 家 2027 年",
    "カタカナ ﾊﾟ": "カタ タカ カナ ナ パ",
    "한국 정부": "한국 정부",
    "ﬁnal Ⅳ ½ ＡＢＣ": "final iv 1 2 abc",
    "Straße Þór Łódź Đặng İstanbul Ørsted": "strasse þor lodz dang istanbul orsted",
    "snake_case o'clock A/71/1016 e-mail": "snake case o clock a 71 1016 e mail",
    "zero\u200bwidth soft\u00adhyphen": "zerowidth softhyphen",
    "": "",
    " — … !": "",
}


@pytest.mark.parametrize(("text", "words"), NORMAL.items())
def test_normalise(text: str, words: str):
    assert normalise(text) == words


@steady
@given(st.text())
def test_normal_words_are_words_for_both_databases(text: str):
    words = normalise(text)
    assert words == " ".join(words.split())
    assert all(word.replace("_", "x").isalnum() or not word.isascii() for word in words.split())


QUERIES = {
    "": Query(),
    '" " - --': Query(),
    "Focal": Query(prefix=("focal",)),
    "focal Points": Query(words=(("focal",),), prefix=("points",)),
    '"focal  point" state': Query(phrases=(("focal", "point"),), prefix=("state",)),
    'state "focal point"': Query(words=(("state",),), phrases=(("focal", "point"),)),
    "«point focal» État": Query(phrases=(("point", "focal"),), prefix=("etat",)),
    "state -group -“focal point”": Query(
        words=(("state",),), excluded=(("group",), ("focal", "point"))
    ),
    "-only": Query(excluded=(("only",),)),
    "well-known": Query(phrases=(("well", "known"),)),
    "A/71/1016": Query(phrases=(("a", "71", "1016"),)),
    "政府机构": Query(phrases=(("政府", "府机", "机构"),)),
    "政府": Query(prefix=("政府",)),
    "政": Query(prefix=("政",)),
    "مدرسة": Query(prefix=("مدرسه", "المدرسه")),
    "المدرسة أحمد": Query(words=(("المدرسه", "مدرسه"),), prefix=("احمد", "الاحمد")),
    "ال الم": Query(words=(("ال",),), prefix=("الم",)),
    "ёлка": Query(prefix=("елка",)),
    'open "quote': Query(words=(("open",),), prefix=("quote",)),
    "a " * 20: Query(words=(("a",),) * 11, prefix=("a",)),
}


@pytest.mark.parametrize(("text", "query"), QUERIES.items())
def test_query(text: str, query: Query):
    assert query_terms(text) == query


def test_a_query_that_only_excludes_is_empty():
    assert query_terms("-group").is_empty
    assert query_terms(" ").is_empty
    assert not query_terms("g").is_empty
    assert not query_terms('"g h"').is_empty
    assert not query_terms('g "g h"').is_empty


@steady
@given(st.text(max_size=300))
def test_any_query_is_understood(text: str):
    query = query_terms(text)
    terms = (*query.words, *query.phrases, *query.excluded, query.prefix)
    assert all(word and " " not in word for term in terms for word in term)
    assert len(query.words) + len(query.phrases) + len(query.excluded) <= 12


FOUND = [
    ("مدرسة", "في المدرسة"), ("المدرسة", "مدرسة جديدة"), ("احمد", "أحمد"), ("елка", "Ёлка"),
    ("etat", "l’État"), ("政", "政府"), ("府", "政府"), ("政府", "国家政府机构"), ("appoint", "Appointing"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "text"), FOUND)
def test_what_is_asked_is_found(asked: str, text: str):
    words = normalise(text).split()
    prefix = query_terms(asked).prefix
    assert any(word.startswith(prefix) for word in words)
