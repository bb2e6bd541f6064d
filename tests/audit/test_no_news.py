"""An act that changes nothing writes nothing: no entry, no version, no row."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text, update

from app.assistance.queries import offer
from app.assistance.rules import Stage as RequestStage
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.identity.models import PortalSession
from app.notifications.classes import NoticeClass
from app.practices.rules import Stage
from tests.adapting.sample import record
from tests.assistance.conftest import asked, making
from tests.practices.conftest import written
from tests.standing.sample import declare
from tests.support.rows import dump

__all__ = ["asked", "making", "written"]

Case = tuple[Callable[[], object], set[Event]]
"""An act that can be done again, and the events it records."""

ALWAYS_NEWS = {
    Event.SEAT_CHANGED: "see seats/test_seats.py: the same form changes nothing",
    Event.OFFICE_CHANGED: "see directory/test_sheet.py: a table taken in again changes nothing",
    Event.REQUEST_VOUCHED: "refused unless the entry waits for its office",
    Event.STANDING_CONFIRMED: "refused until a year has nearly passed since it was confirmed",
    Event.COMMENT_CHANGED: "see manual/test_manual_discussing.py: the same words change nothing",
    Event.CONTRIBUTION_CHANGED: "see manual/test_manual_consulting.py: sent again it is no news",
    Event.BLOCK_CHANGED: "recorded for the blocks that differ, with the chapter",
}
"""Events that sound as if they could be nothing new, and why they never are."""


@pytest.fixture
def house(browse, cast, written, asked, database) -> SimpleNamespace:
    own = {"written": written, "asked": asked, "database": database}
    return SimpleNamespace(browse=browse, cast=cast, **own)


def fields_of(browser, path: str, action: str) -> dict[str, list[str]]:
    """Return what the form at ``path`` would send as it stands."""
    form = browser.get(path).soup.select_one(f'form[action="{action}"]')
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = field["name"], field.get("type", "")
        if name in {"csrf", "once", "office_of_form", "then"} or kind == "submit":
            continue
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if field.name == "select":
            values = [one["value"] for one in field.select("option[selected]")]
        elif field.name == "textarea":
            values = [field.get_text().removeprefix("\n")]
        else:
            values = [field.get("value", "")]
        sent.setdefault(name, []).extend(values)
    return sent


def language(house) -> Case:
    sent = {"language": "fr"}
    return lambda: house.browse("ghana").post("/account/language", sent), {Event.LANGUAGE_CHOSEN}


def notices(house) -> Case:
    sent = dict.fromkeys(NoticeClass, "off") | {"hour": "9", "weekday": "2"}
    return lambda: house.browse("ghana").post("/account/notices", sent), {Event.NOTICES_CHOSEN}


def office(house) -> Case:
    held = house.cast["ghana"].viewer.office.id
    sent = {"office": held}
    return lambda: house.browse("ghana").post("/account/office", sent), {Event.OFFICE_CHOSEN}


def confirming(house) -> Case:
    item_id = house.written("ghana", Stage.PUBLISHED)

    def act() -> None:
        action = f"/practices/{item_id}/confirm"
        sent = fields_of(house.browse("ghana"), f"/practices/{item_id}", action)
        house.browse("ghana").post(action, sent)

    return act, {Event.PRACTICE_CONFIRMED}


def practice(step: str) -> Callable:
    def case(house) -> Case:
        path = f"/practices/{house.written('ghana', Stage.DRAFT)}/edit/{step}"

        def act() -> None:
            house.browse("ghana").post(path, fields_of(house.browse("ghana"), path, path))

        return act, {Event.PRACTICE_CHANGED}

    return case


def request(step: str) -> Callable:
    def case(house) -> Case:
        path = f"/assistance/{house.asked(RequestStage.DRAFT)}/{step}"

        def act() -> None:
            house.browse("ghana").post(path, fields_of(house.browse("ghana"), path, path))

        return act, {Event.REQUEST_CHANGED}

    return case


def chapter(house) -> Case:
    path = "/manual/edit/appointing"

    def act() -> None:
        house.browse("editor").post(path, fields_of(house.browse("editor"), path, path))

    return act, {Event.CHAPTER_CHANGED}


def translation(house) -> Case:
    path = "/manual/translate/fr/appointing"

    def act() -> None:
        sent = fields_of(house.browse("editor"), path, path)
        house.browse("editor").post(path, {**sent, "title": "Nommer"})

    return act, {Event.TRANSLATION_CHANGED}


def standing_offer(house) -> Case:
    with house.database.unit_of_work() as db:
        path = f"/standing-offers/{declare(db, house.cast['ghana'].viewer)}/change"

    def act() -> None:
        sent = fields_of(house.browse("ghana"), path, path)
        house.browse("ghana").post(path, {**sent, "capacity": "Three talks a year"})

    return act, {Event.STANDING_CHANGED}


def adaptation(house) -> Case:
    about = house.written("denmark")
    with house.database.unit_of_work() as db:
        path = f"/adaptations/{record(db, house.cast['ghana'].viewer, about)}/change"

    def act() -> None:
        sent = fields_of(house.browse("ghana"), path, path)
        house.browse("ghana").post(path, {**sent, "why": "It was near at hand."})

    return act, {Event.ADAPTATION_CHANGED}


def entry(house) -> Case:
    path = f"/offices/{house.cast['ghana'].viewer.office.id}/entry"
    sent = {"telephone": "+233 30 000 0000", "shown": ["name", "telephone"]}
    return lambda: house.browse("ghana").post(path, sent), {Event.ENTRY_CHANGED}


def entry_confirmed(house) -> Case:
    path = f"/offices/{house.cast['ghana'].viewer.office.id}/entry/confirm"
    return lambda: house.browse("ghana").post(path), {Event.ENTRY_CONFIRMED}


def away(house, *, changed: bool = False) -> Case:
    """Say it and, where it is ``changed``, say it anew; what was said again is no news."""
    path = f"/offices/{house.cast['ghana'].viewer.office.id}/away"
    ends = (clock.today() + timedelta(days=9)).isoformat()
    if changed:
        house.browse("ghana").post(path, {"ends": clock.today().isoformat()})
    event = Event.ABSENCE_CHANGED if changed else Event.ABSENCE_SAID
    return lambda: house.browse("ghana").post(path, {"ends": ends}), {event}


def check_word(house) -> Case:
    path, sent = "/account/check-word", {"words": "blue heron"}
    with house.database.unit_of_work() as db:
        db.execute(update(table(PortalSession)).values(proved_at=clock.wall()))
    return lambda: house.browse("ghana").post(path, sent), {Event.CHECK_WORD_CHOSEN}


def ready_answer(house) -> Case:
    editor, sent = house.browse("editor"), {"language": "en", "title": "Missing", "text": "Why."}
    editor.post("/desk/answers/new", sent)
    href = editor.get("/desk/answers").soup.select_one("ul.rows h2 a")["href"]
    fields = fields_of(editor, href, href)
    return lambda: editor.post(href, fields), {Event.ANSWER_CHANGED}


def terms(house, *, confirmed: bool = False) -> Case:
    """Write the terms of accepted help or, where they are ``confirmed``, confirm what stands."""
    made = house.asked(RequestStage.AGREED)
    with house.database.read() as conn:
        help_id = conn.execute(select(offer.c.item_id).where(offer.c.request_id == made)).scalar()
    path = f"/assistance/{made}/offers/{help_id}/terms"
    words = {
        "what": "Talks",
        "who": "Both",
        "when": "May",
        "costs": "None",
        "confidentiality": "No",
    }

    def write() -> None:
        house.browse("ghana").post(path, {**fields_of(house.browse("ghana"), path, path), **words})

    write()
    if not confirmed:
        words["when"] = "In June"
        return write, {Event.TERMS_CHANGED}
    number = fields_of(house.browse("denmark"), path, f"{path}/confirm")
    return lambda: house.browse("denmark").post(f"{path}/confirm", number), {Event.TERMS_CONFIRMED}


def planned(house) -> Case:
    """Change a step of agreed help."""
    made = house.asked(RequestStage.AGREED)
    with house.database.read() as conn:
        help_id = conn.execute(select(offer.c.item_id).where(offer.c.request_id == made)).scalar()
    plan = f"/assistance/{made}/offers/{help_id}/plan"
    step = {"kind": "task", "what": "Talks", "side": "both", "due": str(clock.today())}
    denmark = house.browse("denmark")
    denmark.post(plan, step)
    with house.database.read() as conn:
        one = conn.execute(text("SELECT id FROM assistance_task")).scalar()
    path = f"{plan}/{one}"

    def act() -> None:
        denmark.post(path, {**fields_of(denmark, path, path), "what": "Two talks"})

    return act, {Event.TASK_CHANGED}


CASES = {
    "a step of help": planned,
    "terms": terms,
    "terms confirmed": partial(terms, confirmed=True),
    "away": away,
    "away for longer": partial(away, changed=True),
    "entry": entry,
    "entry confirmed": entry_confirmed,
    "language": language,
    "notices": notices,
    "office": office,
    "confirming": confirming,
    **{f"practice {step}": practice(step) for step in ("what", "how", "learned", "readers")},
    **{f"request {step}": request(step) for step in ("what", "how", "readers")},
    "chapter": chapter,
    "translation": translation,
    "standing offer": standing_offer,
    "adaptation": adaptation,
    "check word": check_word,
    "ready answer": ready_answer,
}


@pytest.mark.parametrize("name", CASES)
def test_doing_again_what_is_done_writes_nothing(name, house, database):
    if name in {"chapter", "translation"}:
        from app.loading import load  # noqa: PLC0415 - the whole manual, for this case only

        load(database, lambda _line: None)
    act, _ = CASES[name](house)
    act()
    before = dump(database)
    act()

    assert {n for n, rows in dump(database).items() if rows != before[n]} <= {"session", "throttle"}


def test_every_event_that_could_be_nothing_new_has_a_case(house):
    covered = {event for case in CASES.values() for event in case(house)[1]}
    could = {e for e in Event if e.endswith((":changed", ":chosen", ":confirmed"))}

    assert could - covered == set(ALWAYS_NEWS)
