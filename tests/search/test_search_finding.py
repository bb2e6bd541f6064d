"""What is found, in which order, and marked how: the same on both databases."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from app.access.viewer import ANYONE
from app.search import actions, queries
from app.search.kinds import SearchKind


@pytest.fixture
def find(database):
    """Return the addresses found by the public."""

    def found(q: str, **options: object) -> list[str]:
        with database.read() as conn:
            return [hit.address for hit in queries.search(conn, ANYONE, q, **options).hits]

    return found


LANGUAGES = [
    ("en", "Preventing atrocity crimes", "atrocity"),
    ("en", "Preventing atrocity crimes", "ATROCITY"),
    ("en", "The R2P/2027/REQ/014 file", "r2p/2027/req/014"),
    ("fr", "Prévenir les atrocités à l’école", "atrocites"),
    ("fr", "Prévenir les atrocités à l’école", "ATROCITÉS ecole"),
    ("es", "Prevención de la violencia en España", "prevencion espana"),
    ("es", "Prevencion de la violencia", "prevención"),
    ("ru", "Ёлка и защита населения", "елка"),
    ("ru", "Елка и защита населения", "Ёлка ЗАЩИТА"),
    ("ar", "حماية المدنيين في المدرسة", "مدرسة"),
    ("ar", "مدرسة أحمد للسلام", "المدرسة احمد"),
    ("ar", "الوِقَايَة من الفظائع", "الوقاية"),
    ("zh", "保护平民免遭暴行", "平民"),
    ("zh", "保护平民免遭暴行", "保护平民"),
    ("zh", "保护平民免遭暴行", "民"),
    ("zh", "政府的責任", "政"),
]


@pytest.mark.parametrize("case", LANGUAGES)
@pytest.mark.parametrize("place", ["title", "tags", "body"])
def test_six_languages_are_found_in_title_tags_and_text(find, put, case, place):
    language, text, q = case
    given = {"title": "Heading", "body": "", "tags": ()}
    given[place] = (text,) if place == "tags" else text
    put(**given, language=language, address="/practices/wanted")

    assert find(q) == ["/practices/wanted"]
    assert find(q, language=language) == ["/practices/wanted"]
    assert find(q, language="sv") == []


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("early warning", ["both", "apart"]),
        ('"early warning"', ["both"]),
        ("“early warning”", ["both"]),
        ("warning -systems", ["apart"]),
        ("-systems warning", ["apart"]),
        ('warning -"early warning"', ["apart"]),
        ("warning -absent", ["both", "apart"]),
        ("warn", []),
        ("warning missing", []),
        ("sys", ["both"]),
        ("sys warning", []),
    ],
)
def test_words_phrases_exclusions_and_beginnings(find, put, q, found):
    put("Another", "A warning that came early.", key="practice:apart", address="/apart")
    put("Systems", "On early warning", key="practice:both", address="/both")

    assert find(q) == [f"/{name}" for name in found]


def test_a_phrase_never_spans_title_tags_and_text(find, put):
    put("Ends with early", "warning begins", tags=("siren",))

    assert find('"early warning"') == []
    assert find('"early siren"') == []
    assert find('"siren warning"') == []
    assert len(find("early warning siren")) == 1


def test_the_best_tier_comes_first_and_in_it_the_newest(find, put):
    for name, title, tags, body in (
        ("exact", "Mass graves", (), ""),
        ("title", "Finding mass graves", (), ""),
        ("title-newer", "Graves after mass violence", (), ""),
        ("tagged", "Graves", ("mass",), ""),
        ("some", "About graves", (), "of mass violence"),
        ("text", "Nothing", (), "mass and graves"),
        ("text-newer", "Nothing", (), "graves and mass"),
        ("neither", "Mass", (), ""),
    ):
        put(title, body, tags=tags, key=f"practice:{name}", address=f"/{name}")

    wanted = ["/exact", "/title-newer", "/title", "/tagged", "/some", "/text-newer", "/text"]
    assert find("mass graves") == wanted
    assert [*find("mass graves", most=3), *find("mass graves", most=9, after=3)] == wanted


def test_a_country_comes_before_those_that_only_begin_so(find, put):
    put("Niger", address="/niger")
    put("Nigeria", address="/nigeria")

    assert find("niger") == ["/niger", "/nigeria"]
    assert find("nigeri") == ["/nigeria"]


def test_entries_of_one_moment_have_one_order_whatever_came_first(find, put):
    for name in ("three", "one", "four", "two"):
        put("Same", sort_key=5, key=f"practice:{name}", address=f"/{name}")
    before = find("same")
    put("Same", sort_key=5, key="practice:one", address="/one")

    assert find("same") == before
    assert before == ["/four", "/three", "/two", "/one"]


@pytest.mark.parametrize("q", ["", "   ", '"', '""', "-", "--", "-word", "!?*()^:", "\x00", "،؟"])
def test_nothing_to_search_for_is_said_and_not_asked(database, queries, q):
    from app.search.queries import search  # noqa: PLC0415 - the fixture has the module's name

    with queries(0), database.read() as conn:
        assert search(conn, ANYONE, q).asked is False


SYNTAX = strategies.text(
    alphabet=strategies.one_of(
        strategies.sampled_from("\"*^:{}()+-'\\&|!<>_~,. \x00ANDORTNEab政府ا\ud800"),
        strategies.characters(),
    ),
    max_size=60,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(q=SYNTAX, body=SYNTAX)
def test_whatever_is_typed_or_stored_never_raises(database, q, body):
    with database.unit_of_work() as db:
        actions.put(
            db,
            key="practice:odd",
            kind="practice",
            labels=("public",),
            title=body,
            body=body,
            tags=(q,),
            language="en",
            address="/practices/odd",
            sort_key=1,
        )
    with database.read() as conn:
        for asked in (q, body, f"{q} -{body}", f'"{q}" {body}'):
            found = queries.search(conn, ANYONE, asked, language=q or None)
            assert found.total == len(found.hits) or len(found.hits) == 20


def test_highlights_stand_in_the_original_text_and_are_safe(database, put):
    put(
        "Écoles <b>sûres</b> & protégées",
        "Des <script>écoles</script> sûres, protégées; l'École d'abord. " + "Autre chose. " * 40,
    )

    with database.read() as conn:
        (hit,) = queries.search(conn, ANYONE, 'ecoles sures "protegees" ecole').hits

    assert hit.title_marked == (
        "<mark>Écoles</mark> &lt;b&gt;<mark>sûres</mark>&lt;/b&gt; &amp; <mark>protégées</mark>"
    )
    assert hit.snippet.startswith(
        "Des &lt;script&gt;<mark>écoles</mark>&lt;/script&gt; <mark>sûres</mark>,"
        " <mark>protégées</mark>; l&#x27;<mark>École</mark> d&#x27;abord."
    )


def test_the_snippet_is_cut_where_most_words_stand_together(database, put):
    filler = "Nothing of note was said in this part of the long report. " * 30
    body = f"{filler}A warning alone. {filler}Then: early warning saved lives. {filler}"
    put("Report", body)

    with database.read() as conn:
        (hit,) = queries.search(conn, ANYONE, '"early warning" lives').hits

    assert "Then: <mark>early warning</mark> saved <mark>lives</mark>." in hit.snippet
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert len(hit.snippet.striptags()) < 260


def test_chinese_is_marked_as_written(database, put):
    put("政府保护平民的责任", "国家应当保护平民。" * 3)

    with database.read() as conn:
        (hit,) = queries.search(conn, ANYONE, "保护平").hits

    assert hit.title_marked == "政府<mark>保护平</mark>民的责任"
    assert hit.snippet == "国家应当<mark>保护平</mark>民。" * 3


def test_counts_are_by_kind_and_do_not_follow_the_choice(database, put):
    put("Peace", kind="practice")
    put("Peace", kind="manual", key="manual:1")
    put("Peace", kind="manual", key="manual:2")

    with database.read() as conn:
        every = queries.search(conn, ANYONE, "peace")
        manual = queries.search(conn, ANYONE, "peace", kinds=(SearchKind.MANUAL,))
        comments = queries.search(conn, ANYONE, "peace", kinds=(SearchKind.COMMENT,))

    assert every.counts == {SearchKind.PRACTICE: 1, SearchKind.MANUAL: 2}
    assert (every.total, manual.total, comments.total) == (3, 2, 0)
    assert manual.counts == comments.counts == every.counts
    assert {hit.kind for hit in manual.hits} == {SearchKind.MANUAL}


def test_counting_stops_and_says_so_while_ranking_does_not(database, put, monkeypatch):
    monkeypatch.setattr(queries, "MOST_COUNTED", 4)
    put("Peace", address="/oldest")
    for number in range(6):
        put("Other", "peace", key=f"comment:{number}", kind="comment")

    with database.read() as conn:
        every = queries.search(conn, ANYONE, "peace")
        practices = queries.search(conn, ANYONE, "peace", kinds=(SearchKind.PRACTICE,))

    assert (every.total, every.more, len(every.hits)) == (4, True, 7)
    assert every.hits[0].address == "/oldest"
    assert (practices.total, practices.more) == (1, False)
