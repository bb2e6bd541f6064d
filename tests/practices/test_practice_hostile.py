"""Hostile words in every field stay words on every page, in every letter and in the data."""

from html.parser import HTMLParser

from app.discussion.models import Comment
from app.practices.models import Practice
from app.practices.rules import Stage
from tests.practices import joint
from tests.practices import test_practice_importing as importing
from tests.practices.joint import version
from tests.practices.test_practice_change import rows

BAIT = '"><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} %(x)s <b hx-get="/x">'
LINK = "[click](javascript:alert(1)) <a href='javascript:alert(1)'>x</a> ![p](https://evil.test/p)"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))


def _check(text) -> None:
    parser = _Tags()
    parser.feed(text)
    for tag, attrs in parser.found:
        assert tag != "script" or attrs.get("src", "").startswith("/static/")
        assert not any(name.startswith("on") for name in attrs)
        assert not any(name.startswith("hx-") for name in attrs)
        assert not str(attrs.get("href", "")).lower().startswith("javascript")
        assert not str(attrs.get("src", "")).startswith(("x", "https://evil"))


def test_bait_in_every_field_is_shown_as_it_was_typed(browse):
    ghana, editor = browse("ghana"), browse("editor")
    prose = f"{BAIT}\n\n{LINK}"
    first = {
        "title": BAIT,
        "summary": BAIT,
        "description": prose,
        "themes": ["other"],
        "language": "en",
    }
    second = ghana.post("/practices/new", first).location
    base = second.removesuffix("/how")
    item = base.removesuffix("/edit")
    ghana.post(f"{base}/how", {
        "version": "1", "responsible_body": BAIT, "legal_basis": BAIT, "partners": BAIT,
        "year_note": BAIT, "cost": BAIT,
    })  # fmt: skip
    learned = dict.fromkeys(("what_worked", "what_did_not", "transfer_conditions"), prose)
    ghana.post(f"{base}/learned", {"version": "2", **learned})
    ghana.post(
        f"{base}/readers", {"version": "3", "sources": f"{BAIT}\n{LINK}", "audience": "public"}
    )
    for step in ("what", "how", "learned", "readers", "check"):
        _check(ghana.get(f"{base}/{step}").text)
    ghana.post(f"{base}/check", {"version": "4"})
    editor.post(f"{item}/return", {"version": "5", "reason": BAIT})
    _check(ghana.get(item).text)
    ghana.post(f"{base}/check", {"version": "6"})
    editor.post(f"{item}/publish", {"version": "7"})
    ghana.post(f"{item}/comments", {"comment": prose})

    for who in ("nobody", "denmark"):
        page = browse(who).get(item)
        _check(page.text)
        assert page.words("h1") == [" ".join(BAIT.split())]
        listed = browse(who).get("/practices")
        _check(listed.text)
        assert listed.words(".rows h3") == [" ".join(BAIT.split())]
    assert browse().get(f"/api/v1{item}").json()["title"] == BAIT


def test_bait_in_what_others_write_beside_it_is_shown_as_it_was_typed(
    browse, database, cast, portal, written
):
    """A translation, an adaptation, a comment, a report of it, and what owners say."""
    item_id = written("ghana", audience="public")
    with database.unit_of_work() as db:
        joint.joined(db, portal, cast["ghana"].viewer, item_id, cast["denmark"].viewer)
    here, prose = f"/practices/{item_id}", f"{BAIT}\n\n{LINK}"
    ghana, denmark, timor = browse("ghana"), browse("denmark"), browse("timor")
    texts = {"title": BAIT[:110], "summary": BAIT, "description": prose}
    ghana.post(f"{here}/translations/fr", {**texts, "of": "1", "version": "0", "then": "show"})
    _check(ghana.get(f"{here}/translations").text)
    _check(browse().get(here, headers={"accept-language": "fr"}).text)
    made = timor.post(f"{here}/adaptations/new", {
        "verdict": "adapted", "changed": prose, "why": prose, "conditions": prose,
        "cost": "existing", "effort": "weeks", "readers": "all", "language": "en",
    }).location.partition("?")[0]  # fmt: skip
    for who in ("nobody", "denmark", "editor"):
        for place in (made, f"{here}/adaptations", here):
            _check(browse(who).get(place).text)
    timor.post(f"{here}/comments", {"comment": prose, "asks": "yes", "language": "en"})
    ((key,),) = rows(database, Comment, "item_id")
    denmark.post(f"{here}/comments/{key}/report", {"reason": BAIT})
    for who in ("timor", "denmark", "editor"):
        _check(browse(who).get(f"{here}/comments/{key}").text)
        _check(browse(who).get(f"{here}/questions").text)
    ghana.post(f"{here}/retire", {"reason": prose, **version(database, item_id)})
    for browser in (ghana, denmark):
        _check(browser.get(here).text)
    denmark.post(f"{here}/disagree", {"reason": prose, **version(database, item_id)})
    for browser in (ghana, denmark):
        page = browser.get(here)
        _check(page.text)
        assert "alert(1)" in page.text, "shown, as words"


def test_bait_in_a_table_becomes_words_of_drafts(browse, database):
    ghana, prose = browse("ghana"), f"{BAIT}\n\n{LINK}"
    words = {"title": BAIT[:110], "summary": BAIT, "description": prose, "partners": BAIT}
    page = importing.send(ghana, importing.written({**importing.GOOD, **words}))
    _check(page.text)
    importing.act(ghana, page, "make", 303)
    (item_id,) = rows(database, Practice, "item_id")[0]
    for place in ("", "/edit/what", "/edit/how", "/edit/check", "/written"):
        _check(ghana.get(f"/practices/{item_id}{place}").text)


def test_costly_text_is_refused_with_a_sentence_and_kept(browse, written):
    item_id = written("ghana", Stage.DRAFT)
    costly = "[" * 9000
    page = browse("ghana").post(
        f"/practices/{item_id}/edit/learned", {"version": "1", "what_worked": costly}, status=422
    )

    assert page.words(".problem li")
    assert costly in page.soup.select_one("#f-what_worked").get_text()


def test_a_word_hidden_in_the_title_is_refused(browse, written):
    item_id = written("ghana", Stage.DRAFT)
    sent = {"version": "1", "title": "abc\u202ecba", "summary": "s", "description": "d",
            "themes": "other", "language": "en"}  # fmt: skip
    page = browse("ghana").post(f"/practices/{item_id}/edit/what", sent, status=422)

    assert page.words(".problem li") == [
        "This line has invisible characters (U+202E). Type it again without them."
    ]


def test_addresses_that_make_no_sense_are_answered_with_a_sentence(browse, written):
    written("ghana", audience="public")
    addresses = (
        "after=~",
        "after=" + "9" * 300,
        "theme=" + "x" * 2000,
        "&".join(f"state=S{n}" for n in range(200)),
    )
    for address in addresses:
        assert browse().get(f"/practices?{address}").words("h1") == ["Good practices"]
    for bad in ("sort=hottest", "theme=cheese", "after=broken"):
        browse().get(f"/api/v1/practices?{bad}", status=400)
