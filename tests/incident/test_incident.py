"""What the Secretariat says in an emergency: prepared, looked at, published, ended."""

import re
from argparse import Namespace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import upkeep
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock, i18n
from app.core.db import table
from app.identity.models import PortalSession
from app.incident import actions, freezing, statement
from app.incident.statement import BadStatement, Said, drafts, read, write
from app.web import state
from tests.support.rows import rows_hash

HERE, EDIT, END = "/incident", "/incident/edit", "/incident/end"
BANNER = "aside.said"
FIRST = {"title_en": "An account & its use", "text_en": "We know *little* <b>yet</b>."}
SECOND = {
    "title_en": "We know more",
    "text_en": "It was one account.",
    "title_fr": "Nous en savons plus",
    "text_fr": "Un seul compte est concerné.",
}
EN = Said("en", "A title", "A text.")


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> None:
    """Each look at the state is a new one; how often one looks is tested with freezing."""
    monkeypatch.setattr(state, "EVERY", 0.0)


def publish(browser, said):
    return browser.post(EDIT, {**said, "then": "publish"})


def banner(browser, path: str = "/about/privacy") -> list[str]:
    return browser.get(path).words(f"{BANNER} a")


def recorded(database) -> list[tuple[str, bool, str]]:
    rows = table(AuditRecord)
    ours = (Event.STATEMENT_PUBLISHED, Event.INCIDENT_ENDED)
    with database.read() as conn:
        found = conn.execute(select(rows).where(rows.c.event.in_(ours)).order_by(rows.c.id))
        return [(row.event, row.person_id is not None, row.detail) for row in found]


def test_from_silence_to_a_statement_to_the_next_to_the_end(browse, database):
    public, administrator = browse(), browse("administrator")
    assert "Nothing is announced." in public.get(HERE).text
    assert banner(public) == []

    assert publish(administrator, FIRST).location == HERE
    assert banner(public) == [FIRST["title_en"]]
    publish(administrator, SECOND)
    page = public.get(HERE)
    assert page.words("section h2") == [SECOND["title_en"], FIRST["title_en"]]
    assert page.soup.select_one("section em").get_text() == "little"
    assert page.soup.select("section b") == []
    assert "About an incident that is not over." in page.text

    assert administrator.post(END).location == HERE
    page = public.get(HERE)
    assert banner(public) == []
    assert page.words("section h2") == [SECOND["title_en"], FIRST["title_en"]]
    assert "The last incident ended on" in page.text
    publish(administrator, FIRST)
    assert public.get(HERE).words("section h2") == [FIRST["title_en"]]
    said = (Event.STATEMENT_PUBLISHED, True, "{}")
    assert recorded(database) == [said, said, (Event.INCIDENT_ENDED, True, "{}"), said]


def test_each_reads_it_in_the_own_language_where_it_is_said(browse):
    administrator, english, french = browse("administrator"), browse(), browse()
    french.client.get("/language/fr?next=/", follow_redirects=False)
    publish(administrator, FIRST)
    said = french.get("/about/privacy").soup.select_one(f"{BANNER} a")
    assert (said.get_text(), said["lang"], said["href"]) == (FIRST["title_en"], "en", HERE)
    publish(administrator, SECOND)

    assert (banner(english), banner(french)) == ([SECOND["title_en"]], [SECOND["title_fr"]])
    page = french.get(HERE)
    assert page.words("section h2")[0] == SECOND["title_fr"]
    assert page.words("section details summary") == [SECOND["title_en"]]


@pytest.mark.usefixtures("stocked")
def test_a_chapter_that_was_kept_says_it_too(browse, database):
    reader = browse()
    address = reader.client.get("/manual/current/en/appointing").url.path
    found = []
    for act in (None, lambda db: actions.publish(db, [EN]), actions.end):
        if act:
            with database.unit_of_work() as db:
                act(db)
        reader.client.app.state.chapters.shelf.forget()  # asked twice a second otherwise
        found.append(banner(reader, address))

    assert found == [[], ["A title"], []]


def test_a_preview_shows_it_and_publishes_nothing(browse, database):
    administrator = browse("administrator")
    before = rows_hash(database, but=["session"])
    page = administrator.post(EDIT, {**SECOND, "then": "preview"}, status=200)

    assert page.words("#preview h3") == [SECOND["title_en"], SECOND["title_fr"]]
    assert page.soup.select_one("#f-text_fr").get_text().strip() == SECOND["text_fr"]
    assert rows_hash(database, but=["session"]) == before


BLANK = "Fill in or take away what stands in square brackets: [day]"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Write a title and a text in one language at least."),
        ({"title_en": "A"}, "Write the text, or take the title away as well."),
        ({"text_fr": "A"}, "Write a title: it stands on every page."),
        ({"title_en": "On [day]", "text_en": "A"}, BLANK),
        ({"title_en": "A", "text_en": "On [day] it [was]."}, BLANK),
        ({"title_en": "a" * 161, "text_en": "A"}, "Shorten the title to 160 characters."),
        ({"title_en": "A", "text_en": "a" * 5001}, "Shorten the text to 5000 characters."),
    ],
)
@pytest.mark.parametrize("then", ["preview", "publish"])
def test_what_is_not_finished_is_handed_back(said, sentence, then, browse, database):
    before = rows_hash(database, but=["session"])
    page = browse("administrator").post(EDIT, {**said, "then": then}, status=422)

    assert page.words(".problem li") == [sentence]
    assert all(page.soup.select_one(f"#f-{name}") for name in said)
    assert rows_hash(database, but=["session"]) == before


def test_a_link_is_no_blank(browse):
    said = {"title_en": "A", "text_en": "See [the page](/about/privacy)."}

    assert publish(browse("administrator"), said).location == HERE


def test_the_same_again_says_nothing_new(browse, database):
    administrator = browse("administrator")
    publish(administrator, FIRST)
    before = rows_hash(database, but=["session"])
    publish(administrator, FIRST)

    assert rows_hash(database, but=["session"]) == before
    administrator.post(END)
    before = rows_hash(database, but=["session"])
    administrator.post(END)
    assert rows_hash(database, but=["session"]) == before


def test_while_it_is_frozen_it_is_said_all_the_same(browse, database):
    public, administrator = browse(), browse("administrator")
    freezing.freeze(database, "")

    assert publish(administrator, FIRST).location == HERE
    page = public.get("/practices")
    assert (page.words(f"{BANNER} a"), "Reading only, for now" in page.text) == (
        [FIRST["title_en"]],
        True,
    )
    assert administrator.post(END).location == HERE
    assert public.get("/practices").words(f"{BANNER} a") == []


def test_frozen_the_second_factor_is_asked_for_and_can_be_shown(browse, database):
    administrator = browse("administrator")
    freezing.freeze(database, "")
    with database.unit_of_work() as db:
        db.execute(update(table(PortalSession)).values(factor_at=clock.wall() - timedelta(hours=1)))
    asked = administrator.post(EDIT, {**FIRST, "then": "publish"}, status=403)
    beside = asked.soup.select_one("#refusal a[target=_blank]")["href"]

    assert banner(browse()) == []
    assert beside.startswith("/account/second-factor")
    assert administrator.get(beside).words("h1") == ["Show a second factor"]
    assert "gave no passkey" in administrator.post("/account/second-factor", status=422).text


def test_the_form_begins_with_a_draft_or_with_what_was_said_last(browse):
    administrator = browse("administrator")
    page = administrator.get(EDIT)
    places = [link["href"] for link in page.soup.select("main ul a[href*=draft]")]
    assert len(places) == len(drafts()) >= 5
    assert page.soup.select_one("#f-title_en")["value"] == ""
    for place, said in zip(places, drafts().values(), strict=True):
        form = administrator.get(place).soup
        for one in said:
            typed = form.select_one(f"#f-text_{one.language}").get_text().removeprefix("\n")
            assert typed == one.text
            assert form.select_one(f"#f-title_{one.language}")["value"] == one.title
    publish(administrator, FIRST)
    assert administrator.get(EDIT).soup.select_one("#f-title_en")["value"] == FIRST["title_en"]
    assert administrator.get("/desk").soup.select_one(f'a[href="{EDIT}"]')


@pytest.mark.parametrize("who", ["editor", "ghana"])
def test_nobody_else_is_shown_the_way(who, browse):
    reader = browse(who)

    assert reader.get(HERE).soup.select(f'a[href="{EDIT}"]') == []
    assert reader.get(EDIT, status=403).status == 403


# drafts and files -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", drafts())
def test_a_draft_stands_in_every_language_and_wants_to_be_filled_in(name):
    said = drafts()[name]

    assert [one.language for one in said] == list(i18n.languages())
    for one in said:
        blanks = re.findall(r"\[[^\[\]]+\]", one.text)
        assert len(blanks) >= 3
        filled = re.sub(r"\[[^\[\]]+\]", "9", re.sub(r"\[[^\[\]]+\]", "9", one.text))
        assert statement.wrong(Said(one.language, one.title, filled)) == []
        assert {sentence for _, sentence, _ in statement.wrong(one)} == {statement.BLANK_LEFT}
    assert read(write(said)) == said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", statement.NO_HEAD),
        ("A text without a head", statement.NO_HEAD),
        ("Before\n# en: A\n\nB", statement.NO_HEAD),
        ("# en: A\n\nB\n\n# xx: C\n\nD", "The portal does not speak this language: xx"),
    ],
)
def test_a_file_that_is_none_is_refused(text, sentence):
    with pytest.raises(BadStatement) as refused:
        read(text)

    assert refused.value.sentence == sentence


@pytest.fixture
def _commands(settings, monkeypatch) -> None:
    monkeypatch.setattr(upkeep, "given_settings", lambda: settings)


@pytest.mark.usefixtures("_commands")
def test_said_from_the_command_line(database, tmp_path, capsys, browse):
    file = tmp_path / "statement.txt"

    def run(act: str, what: str = "") -> list[str]:
        upkeep.incident(Namespace(act=act, what=what))
        return capsys.readouterr().out.splitlines()

    assert [line.partition(":")[0] for line in run("drafts")] == list(drafts())
    file.write_text("\n".join(run("drafts", "stolen-account")))
    assert read(file.read_text()) == drafts()["stolen-account"]
    with pytest.raises(SystemExit, match="square brackets"):
        run("publish", str(file))
    with pytest.raises(SystemExit, match="no draft"):
        run("drafts", "none")
    with pytest.raises(SystemExit, match="No such file"):
        run("publish", str(tmp_path / "none"))
    file.write_text(write([EN]))
    assert run("publish", str(file)) == ["It stands on every page."]
    assert banner(browse()) == ["A title"]
    assert run("publish", str(file)) == ["This is what is said already."]
    assert run("end") == ["The incident is ended."]
    assert run("end") == ["No incident is open."]
    by = '{"by": "operator"}'
    assert recorded(database) == [
        (Event.STATEMENT_PUBLISHED, False, by),
        (Event.INCIDENT_ENDED, False, by),
    ]
