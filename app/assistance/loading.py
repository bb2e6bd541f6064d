"""Loads the made-up requests and offers of the demonstration through the acts people use."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.access.audience import Audience
from app.access.viewer import Viewer
from app.assistance import actions, consenting, drafting, offers, queries, terms
from app.assistance.acting import Acting
from app.assistance.agreeing import Terms
from app.assistance.blind import weekly
from app.assistance.blind.rules import week_of
from app.assistance.contacts import Contacts
from app.assistance.forms import How, Offered, Readers, What
from app.assistance.loading_after import Pair, plan, say_after
from app.assistance.queries import request
from app.assistance.rules import Act, OfferStage, Stage
from app.assistance.sealing import Basis
from app.assistance.silence import MOST
from app.assistance.talk import talk
from app.assistance.waits import resting
from app.audit.actions import date_back
from app.audit.events import Event
from app.core import clock
from app.core.config import ROOT
from app.core.seal import Seal
from app.items import ledger
from app.items.dating import ago, date_item, date_labels
from app.items.models import Kind
from app.items.queries import Matter, find

DEMONSTRATION = ROOT / "data" / "demonstration.toml"
REQUESTS, OFFERS = "demonstration-requests", "demonstration-offers"
PRACTICES = ("practices", "demonstration-practices")
EDITOR = "editor"

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Loading:
    """What loading needs: the session, the seal, the personas, and the practices by key."""

    db: Session
    seal: Seal
    personas: Mapping[str, Viewer]
    practices: Mapping[str, str]

    def acting(self, persona: str) -> Acting:
        """Return a persona acting; nobody gets letters about what is made up."""
        return Acting(self.personas[persona], self.seal)

    def matter(self, persona: str, item_id: str, kind: Kind = Kind.REQUEST) -> Matter:
        """Return an item as a persona finds it now."""
        found = find(self.db.connection(), self.personas[persona], kind, item_id)
        if found is None:
            raise LookupError(f"{persona} does not see the {kind} {item_id}.")
        return found


def load_demonstration(
    db: Session, seal: Seal, personas: Mapping[str, Viewer], file: Path = DEMONSTRATION
) -> int:
    """Add made-up requests and offers, each once; return how many were added.

    What was loaded before is left alone, whatever became of it.
    """
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    load = _Loading(db, seal, personas, ledger.items_of(db, *PRACTICES))
    new = [r for r in content["requests"] if ledger.find(db, REQUESTS, r["key"]) is None]
    oldest_first = sorted(new, key=_submitted_days_ago, reverse=True)
    made = sum(_request(load, one, _offers_for(one, content["offers"])) for one in oldest_first)
    if any(one.get("sealed") for one in new):
        weekly.let_out(db, week_of(clock.today()))
    return made


def _submitted_days_ago(asked: Record) -> int:
    """Return how long ago it was submitted, so that registry numbers rise with time."""
    days: int = asked.get("submitted_days_ago", 0)
    return days


def _offers_for(asked: Record, all_offers: Sequence[Record]) -> Sequence[Record]:
    return [one for one in all_offers if one["request"] == asked["key"]]


def _request(load: _Loading, asked: Record, offered: Sequence[Record]) -> int:
    """Take one request, with its offers, to the state it has in the file."""
    db, persona = load.db, asked["persona"]
    by = load.acting(persona)
    item_id = drafting.create(db, by, _what(load, asked), language=asked["language"])
    office = by.viewer.office
    contacts = Contacts(office.id if office else "", "")
    readers = Readers(Audience.parse(asked["audience"]), asked.get("sealed", False))
    for page in (_how(asked), readers, contacts):
        drafting.change(db, by, load.matter(persona, item_id), page)
    if asked["stage"] != Stage.DRAFT:
        read = queries.one(db.connection(), by.viewer, load.seal, item_id)
        if read is not None:
            drafting.submit(db, by, read)
    if asked["stage"] in {Stage.OPEN, Stage.IN_TALKS, Stage.CLOSED}:
        consenting.authenticate(db, load.acting(EDITOR), load.matter(EDITOR, item_id))
        consenting.open_up(db, by, load.matter(persona, item_id))
    for one in offered:
        _offer(load, asked, item_id, one)
    if asked["stage"] == Stage.CLOSED:
        actions.start(db, by, load.matter(persona, item_id))
        pairs = [_pair(load, asked, item_id, one) for one in offered if "after" in one]
        for pair in pairs:
            plan(pair)
        result, note = asked["result"], asked["result_note"]
        actions.close(db, by, load.matter(persona, item_id), result=result, note=note)
        for pair in pairs:
            say_after(pair)
    _date_request(db, item_id, asked)
    ledger.enter(db, REQUESTS, asked["key"], asked, item_id)
    return 1 + len(offered)


def _pair(load: _Loading, asked: Record, item_id: str, one: Record) -> Pair:
    """Return accepted help of the file as what its two sides act on."""
    made = ledger.items_of(load.db, OFFERS)[one["key"]]
    people = (asked["persona"], one["persona"])
    return Pair(load.db, load.acting, *people, asked, one, item_id, made)


def _what(load: _Loading, asked: Record) -> What:
    basis = Basis(
        practices=tuple(load.practices[k] for k in asked["practices"] if k in load.practices),
        risk_factors=tuple(asked["risk_factors"]),
        practical_steps=tuple(asked["practical_steps"]),
    )
    themes = tuple(asked["themes"])
    return What(asked["title"], asked["outcome"], themes, basis, asked["language"])


def _how(asked: Record) -> How:
    today = clock.today()
    days = {
        name: today + timedelta(days=asked[f"{name}_in_days"])
        for name in ("wished_from", "wished_to")
        if f"{name}_in_days" in asked
    }
    return How(
        modalities=tuple(asked["modalities"]),
        languages=tuple(asked["languages"]),
        for_whom=asked["for_whom"],
        wanted_from=days.get("wished_from"),
        wanted_to=days.get("wished_to"),
        answer_by=today + timedelta(days=asked["answer_wanted_in_days"]),
        contribution=asked.get("contribution", ""),
        travel_money=asked["travel_money"],
    )


def _offer(load: _Loading, request_record: Record, item_id: str, one: Record) -> None:
    db, helper, owner = load.db, one["persona"], request_record["persona"]
    offered = Offered(one["text"], tuple(one["modalities"]), tuple(one["languages"]), "", "en")
    asked = load.matter(helper, item_id)
    made = offers.make(db, load.acting(helper), asked, offered)
    if one["stage"] == OfferStage.IN_TALKS:
        asked, answered = load.matter(owner, item_id), load.matter(owner, made, Kind.OFFER)
        offers.answer(db, load.acting(owner), asked, answered, Act.TAKE_UP)
        date_back(db, Event.OFFER_TAKEN_UP, made, ago(one["made_days_ago"] - 1))
    if one["stage"] == OfferStage.ACCEPTED:
        asked = load.matter(owner, item_id)
        answered = load.matter(owner, made, Kind.OFFER)
        offers.answer(db, load.acting(owner), asked, answered, Act.ACCEPT)
        _settle(load, owner, helper, item_id, made, one["terms"])
        for event in (Event.OFFER_ACCEPTED, Event.TERMS_CHANGED, Event.TERMS_CONFIRMED):
            date_back(db, event, made, ago(request_record["agreed_days_ago"]))
    moment = ago(one["made_days_ago"])
    date_item(db, made, moment, moment)
    date_back(db, Event.OFFER_MADE, made, moment)
    ledger.enter(db, OFFERS, one["key"], one, made)


def _settle(  # noqa: PLR0913, PLR0917 - who, with whom, about what
    load: _Loading, owner: str, helper: str, item_id: str, offer_id: str, said: Record
) -> None:
    """Let both sides confirm the terms of the file."""
    for persona, seen in ((owner, 0), (helper, 1)):
        talked = talk(load.db.connection(), load.personas[persona], item_id, offer_id)
        if seen:
            terms.confirm(load.db, load.acting(persona), talked, seen)
        else:
            terms.write(load.db, load.acting(persona), talked, Terms(**said), seen)


# when it happened: the file counts days from the day of loading ----------------------------------

_EVENTS = {
    "created": Event.REQUEST_CREATED,
    "submitted": Event.REQUEST_SUBMITTED,
    "authenticated": Event.REQUEST_AUTHENTICATED,
    "opened": Event.REQUEST_OPENED,
    "agreed": Event.REQUEST_AGREED,
    "started": Event.REQUEST_STARTED,
    "closed": Event.REQUEST_CLOSED,
}


def _date_request(db: Session, item_id: str, asked: Record) -> None:
    """Write the days of the file into the request and its record."""
    days = {name: ago(asked[f"{name}_days_ago"]) for name in _EVENTS if f"{name}_days_ago" in asked}
    if "opened" in days:
        days["authenticated"] = days["opened"] - timedelta(hours=3)
    if "agreed" in days:
        days["started"] = days["agreed"] + timedelta(days=1)
    date_back(db, Event.REQUEST_CHANGED, item_id, days["created"])
    for name, moment in days.items():
        date_back(db, _EVENTS[name], item_id, moment)
    last = max(days.values())
    date_item(db, item_id, days["created"], last)
    if asked["stage"] == Stage.CLOSED:
        date_labels(db, item_id, resting(last))
    if "opened" in days:
        rows = update(request).where(request.c.item_id == item_id)
        db.execute(
            rows.values(
                opened_at=days["opened"],
                authenticated_at=days["authenticated"],
                reminders=MOST,  # nobody gets letters about what is made up
                reminded_at=clock.now(),
            )
        )
