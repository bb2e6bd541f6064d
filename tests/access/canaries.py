"""A word that stands nowhere else, in every confidential field: where it is, and who reads it."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import String, select, update
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import AutoString

from app.access.audience import Audience
from app.access.labels import office_label
from app.access.proof import Proof
from app.assistance import drafting, queries
from app.assistance.acting import Acting
from app.assistance.forms import Offered, Readers, What
from app.assistance.models import Offer, Request
from app.assistance.rules import Stage as RequestStage
from app.assistance.sealing import Basis
from app.assistance.typed import keeping as keeping_typed
from app.core import clock
from app.core.db import table
from app.core.seal import Place, Sealed
from app.desk import batches
from app.directory import entry as entries
from app.directory.acting_later import Asker
from app.directory.models import HandOver
from app.directory.second_models import SecondAnswer
from app.discussion import actions as discussion
from app.discussion import locking, reporting
from app.discussion import moderating as talk
from app.discussion.forms import Written
from app.discussion.models import Comment
from app.discussion.one import one
from app.files.actions import Room, attach
from app.files.examining import Patience
from app.files.readying import make_ready
from app.files.serving import store_of
from app.following import actions as following
from app.following.models import Follow, FollowNews
from app.following.rules import What as News
from app.guests import actions as guests
from app.guests import queries as lent
from app.guests.forms import Invitee
from app.guests.models import Guest
from app.identity import check_words
from app.identity.models import Person, Recovery
from app.manual.clearing.models import Clearance, Cleared
from app.manual.consulting import actions as consulting
from app.manual.consulting import contributing, outcomes
from app.manual.consulting import queries as consultations
from app.manual.consulting.models import Consultation, Contribution
from app.manual.suggesting.models import Suggestion
from app.manual.voices.forms import Invitee as Voice
from app.manual.voices.forms import Said
from app.manual.voices.models import Voiced as VoicedRow
from app.manual.voices.naming import Naming
from app.moderation import answers
from app.notifications.classes import How
from app.notifications.post import Post
from app.practices import aside, resting
from app.practices.adapting import actions as adapting
from app.practices.adapting import moderating
from app.practices.adapting import queries as adaptations
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import Stage as Adapted
from app.practices.clearing.models import PracticeRound
from app.practices.entry import OWN, Changes, Source
from app.practices.joining import agreeing, agreement
from app.practices.joining.models import PracticeProposal
from app.practices.joining.rules import Act
from app.practices.models import Practice, PracticeAside, PracticeSource
from app.practices.rules import Stage as PracticeStage
from app.practices.together.models import PracticeSaving
from app.practices.translating import actions as translating
from app.practices.translating import queries as translations
from app.practices.translating.models import PracticeTranslating, PracticeTranslation
from app.sealing import wrapping
from app.seats import actions as actions_of_seats
from app.seats.applications import Answer
from app.seats.models import OpenSeat, SeatApplication
from app.standing.models import StandingOffer
from app.web.portal import Portal
from tests.access.helped import card_of, crowded, planned, said_after, talked_of
from tests.access.roles import NETWORK, READER, READING, ROLES, STAFF, A, B
from tests.adapting.sample import record as adapt
from tests.assistance import sample
from tests.assistance.cleared import request_out
from tests.assistance.sample import SOON, Maker
from tests.manual.sample import (
    By,
    Words,
    clearance,
    consultation,
    contribution,
    remark,
    suggestion,
    voice,
    voiced,
)
from tests.practices import joint
from tests.practices import sample as practices
from tests.practices.sample import write
from tests.seats.sample import Office as SeatOffice
from tests.standing import sample as standing

WORD = "kanari"
FOUND = re.compile(rf"{WORD}[0-9a-f]{{32}}")
TOGETHER = "zusammenhang"
"""Stands beside every canary: who searches for it asks for all of them at once."""
HOLDER = "Focal Point of A"
SEALED = "request sealed"

CODES = {
    "id",
    "item_id",
    "status",
    "source_kind",
    "wished",
    "themes",
    "modalities",
    "languages",
    "token_hash",
    "host",
    "stance",
    "replies_to",
    "question",
    "answered_by",
    "asks",
    "hash",
    "naming",
    "receipt",
    "verdict",
    "cost",
    "effort",
    "result",
    "standing",
}
"""Keys, words of fixed lists, and who reads as codes, as the ``readers`` of an adaptation are."""

MARKED = {
    (name, column.name)
    for name, found in SQLModel.metadata.tables.items()
    for column in found.columns
    if isinstance(column.type, Sealed)
}
"""Every column whose mark says that it is confidential."""

OF_MANUAL = (Suggestion, Consultation, Contribution, VoicedRow, Clearance, Cleared)
OF_PRACTICES = (
    Practice, PracticeSource, PracticeTranslation, PracticeTranslating, PracticeRound,
    PracticeProposal, PracticeSaving, PracticeAside,
)  # fmt: skip
BOUND = {
    (str(table(model).name), column.name)
    for model in (*OF_PRACTICES, Adaptation, Comment, StandingOffer, OpenSeat, Guest, *OF_MANUAL)
    for column in table(model).columns
    if isinstance(column.type, String | AutoString)
    and not column.foreign_keys
    and column.name not in CODES
} - {
    ("adaptation", "readers"),
    ("practice", "second_language"),
    *((f"practice_{name}", "language") for name in ("translation", "translating")),
    ("practice_translating", "stage"),
    ("practice_proposal", "act"),
    ("practice_saving", "part"),
    ("open_seat", "kind"),
    *(("practice_aside", name) for name in ("place", "step")),
} | {("open_seat", "cost")}
"""Every column of words that only the readers of an item are meant to see."""

HELD = {("holder_entry", name) for name in ("position", "email", "telephone")}
FILED = {("attachment", "sealed_name"), ("attachment", "place")}
"""The name of a file of a request or a talk, and what lies in the store."""
TOLD = {("recovery", name) for name in ("reason_words", "checked_words")}
"""What the Secretariat alone reads of a recovery: the person does not, nor anybody beside."""
REFUSED = {("second_answer", "words")}
"""Why a second person from outside the staff did not agree: the Secretariat alone reads it."""
READY = {("canned_answer", "title"), ("canned_answer", "text")}
"""What the Secretariat keeps ready for its answers."""
FOLLOWED = {("follow", "name")}
"""What somebody calls a search that is followed: nobody else reads it."""
COMPARED = {("practice_unnamed", "owner")}
"""Whose a practice without a name is: a code that no page shows but to the Secretariat, which
opened it (``tests/practices/test_practice_unnamed.py`` compares all channels)."""
REPORTED = {("comment_report", "reason")}
"""Why somebody reported a comment: the Secretariat alone reads it."""
LOCKED = {("comment_lock", "sentence")}
"""Why comments are closed: whoever reads them reads it."""
WRITTEN_OUT = {("comment", "html"), ("item_revision", "sealed_body")}
"""Columns that repeat the words of another."""


@dataclass(frozen=True)
class Canary:
    """Where a word stands, of which thing it is, and which roles may read it."""

    column: tuple[str, str]
    thing: str
    readers: frozenset[str]


@dataclass
class Aviary:
    """All canaries by their word, and the things they are in by name."""

    birds: dict[str, Canary] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)

    def word(self, column: tuple[str, str], thing: str, readers: Sequence[str]) -> str:
        """Return a new canary with the word that all have in common."""
        made = WORD + secrets.token_hex(16)
        self.birds[made] = Canary(column, thing, frozenset(readers))
        return f"{TOGETHER} {made}"


AUDIENCES: Mapping[str, tuple[str, Sequence[str]]] = {
    "public": ("public", tuple(ROLES)),
    "network": ("network", (*NETWORK, READER, READING, *STAFF)),
    "group": ("group:african", (*A, *STAFF)),
    "members": ("members:DNK", (*A, *B, *STAFF)),
    "sets": ("group:grulac;members:DNK", (*A, *B, *STAFF)),
    "office": ("offices:{ghana_adviser}", (*A, "adviser of A", *STAFF)),
    "secretariat": ("secretariat", (*A, *STAFF)),
}
"""Audience → how it is stored, and who reads what Ghana publishes for it; an office by its name."""

WAITING: Mapping[PracticeStage, Sequence[str]] = {
    PracticeStage.DRAFT: (*A, "guest"),
    PracticeStage.SUBMITTED: (*A, *STAFF),
    PracticeStage.RETURNED: (*A, *STAFF),
    PracticeStage.ON_BEHALF: (*A, *STAFF),
    PracticeStage.WITHDRAWN: (*A, *STAFF),
    PracticeStage.RETIRED: (*NETWORK, READER, READING, *STAFF),
    PracticeStage.HIDDEN: (*A, *STAFF),
}
REASONS: Mapping[PracticeStage, str] = {
    PracticeStage.RETURNED: "reason",
    PracticeStage.RETIRED: "retired_reason",
    PracticeStage.HIDDEN: "hidden_reason",
}
"""The stages that come with a reason, and the column that holds it."""
FIRST: Mapping[PracticeStage, PracticeStage] = {
    PracticeStage.RETURNED: PracticeStage.SUBMITTED,
    PracticeStage.RETIRED: PracticeStage.PUBLISHED,
    PracticeStage.HIDDEN: PracticeStage.PUBLISHED,
}
"""To which stage a practice is brought first, so that its reason can be given."""
ASKED: Mapping[RequestStage, Sequence[str]] = {
    RequestStage.DRAFT: (*A, "guest"),
    RequestStage.SUBMITTED: (*A, *STAFF),
    RequestStage.RETURNED: (*A, *STAFF),
    RequestStage.OPEN: (*NETWORK, *STAFF),
    RequestStage.CLOSED: (*NETWORK, *STAFF),
    RequestStage.WITHDRAWN: (*A, *B, *STAFF),
}


def plant(db: Session, portal: Portal, cast: Mapping[str, object]) -> Aviary:
    """Put a canary into every confidential field, through the rooms' own acts."""
    aviary = Aviary()
    maker = Maker(db, portal, cast)
    adviser = cast["ghana_adviser"].viewer.office.id
    for name, (audience, readers) in AUDIENCES.items():
        stored = audience.format(ghana_adviser=adviser)
        _practice(aviary, maker, name, PracticeStage.PUBLISHED, readers, stored)
    for stage, readers in WAITING.items():
        _practice(aviary, maker, stage, stage, readers, "network")
    _translations(aviary, maker)
    said_on = (("public", None), ("group", None), ("office", None), ("network", "members:DNK"))
    for about, narrowed in said_on:
        _comment(aviary, maker, about, narrowed)
    _hidden_comment(aviary, maker)
    for stage, readers in ASKED.items():
        _request(aviary, maker, stage, readers, "network")
    _request(aviary, maker, RequestStage.OPEN, (*A, *B, *STAFF), "members:DNK")
    _typed(aviary, maker)
    _waiting_file(aviary, maker, aviary.things[f"request {RequestStage.DRAFT} network"])
    for withdrawn in (False, True):
        _standing(aviary, maker, withdrawn=withdrawn)
        _seat(aviary, maker, portal, withdrawn=withdrawn)
    for stage in (Adapted.RECORDED, Adapted.HIDDEN):
        _adaptation(aviary, maker, stage)
    _suggestion(aviary, maker, portal)
    _remark(aviary, maker, portal)
    _consultations(aviary, maker, portal)
    _clearance(aviary, maker)
    _round(aviary, maker)
    _request_round(aviary, maker)
    _joint(aviary, maker)
    _saving(aviary, maker)
    _guest(aviary, maker)
    _guest_of_request(aviary, maker)
    _office(aviary, maker)
    _recovery(aviary, maker)
    _followed(aviary, maker)
    _desk(aviary, maker, portal)
    _sealed(aviary, maker)
    return aviary


def _sealed(aviary: Aviary, maker: Maker) -> None:
    """Let Ghana ask sealed: its words are its own and the Secretariat's, and others read a card."""
    crowded(maker)
    _request(aviary, maker, RequestStage.OPEN, (*A, *STAFF), "network", sealed=True)
    made = aviary.things[SEALED]
    aviary.things["card"] = card_of(maker, made)


def _practice(  # noqa: PLR0913, PLR0917 - what a practice is here
    aviary: Aviary,
    maker: Maker,
    name: str,
    stage: PracticeStage,
    readers: Sequence[str],
    audience: str,
) -> None:
    def word(column: str, table_name: str = "practice") -> str:
        return aviary.word((table_name, column), f"practice {name}", readers)

    words = {column: word(column) for at, column in sorted(BOUND) if at == "practice"}
    reasons = {at: words.pop(column) for at, column in REASONS.items()}
    for at, said in reasons.items():
        if stage != at:
            del aviary.birds[said.removeprefix(f"{TOGETHER} ")]
    address = "https://example.org/" + word("url", "practice_source").removeprefix(f"{TOGETHER} ")
    changes = Changes(
        columns={**words, "second_language": "ar", "source_kind": OWN},
        facets={"theme": ("early-warning",)},
        sources=(Source(word("title", "practice_source"), address),),
        audience=Audience.parse(audience),
        language="en",
    )
    db, ghana, staff = maker.db, maker.cast["ghana"].viewer, maker.cast["editor"].viewer
    first = FIRST.get(stage, stage)
    made = practices.write(db, ghana, first, staff=staff, portal=maker.portal, given=changes)
    post = Post.of(maker.portal)
    if stage == PracticeStage.RETURNED:
        submitted = practices.matter(db, staff, made)
        practices.actions.send_back(db, staff, submitted, reasons[stage], post, version=2)
    elif stage == PracticeStage.RETIRED:
        resting.retire(db, ghana, practices.matter(db, ghana, made), reasons[stage], version=3)
    elif stage == PracticeStage.HIDDEN:
        seen = practices.matter(db, staff, made)
        resting.hide(db, staff, seen, reasons[stage], post, version=3)
    aviary.things[f"practice {name}"] = made


def _translations(aviary: Aviary, maker: Maker) -> None:
    """Let Ghana show a translation, Denmark offer one, and have another given back."""
    thing, db, post = "practice network", maker.db, Post.of(maker.portal)
    made = aviary.things[thing]

    def say(who: str, language: str, word: str) -> tuple[Any, Any, Any]:
        viewer = maker.cast[who].viewer
        matter = practices.matter(db, viewer, made)
        texts = {"title": "A title", "summary": "What came of it.", "description": word}
        translating.keep(db, viewer, matter, language, texts, made_for=1, version=0)
        mine = translations.own(db.connection(), viewer, made)
        return viewer, matter, next(one for one in mine if one.language == language)

    everybody = AUDIENCES["network"][1]
    shown = aviary.word(("practice_translation", "texts"), thing, everybody)
    translating.show(db, *say("ghana", "ru", shown))
    offered = aviary.word(("practice_translating", "texts"), thing, (*A, *B))
    translating.offer(db, *say("denmark", "fr", offered), post)
    returned = aviary.word(("practice_translating", "texts"), thing, B)
    reason = aviary.word(("practice_translating", "reason"), thing, B)
    translating.offer(db, *say("denmark", "es", returned), post)
    some = translations.offered(db.connection(), made)
    found = next(one for one in some if one.language == "es")
    ghana = maker.cast["ghana"].viewer
    translating.give_back(db, ghana, practices.matter(db, ghana, made), found, reason)


def _comment(aviary: Aviary, maker: Maker, about: str, narrowed: str | None) -> None:
    readers = (
        AUDIENCES[about][1] if about in {"group", "office"} else (*NETWORK, READER, READING, *STAFF)
    )
    if narrowed:
        readers = (*A, *B, *STAFF)
    said = aviary.word(("comment", "body"), f"comment on {about}", readers)
    ghana = maker.cast["ghana"].viewer
    made = aviary.things[f"practice {about}"]
    discussion.post(
        maker.db,
        ghana,
        practices.matter(maker.db, ghana, made),
        Written(said, None, "en", Audience.parse(narrowed) if narrowed else None),
        title="A practice",
        address=f"/practices/{made}",
        tells="practice-commented",
    )


def _hidden_comment(aviary: Aviary, maker: Maker) -> None:
    """Let the Secretariat hide a comment of Ghana that was reported, and close the comments."""
    ghana, staff = maker.cast["ghana"].viewer, maker.cast["editor"].viewer
    made, db = aviary.things["practice network"], maker.db
    thing, there = "hidden comment", f"/practices/{made}"
    said = aviary.word(("comment", "body"), thing, (*A, *STAFF))
    posted = discussion.post(
        db,
        ghana,
        practices.matter(db, ghana, made),
        Written(said, None, "en"),
        title="A practice",
        address=there,
        tells="practice-commented",
    )
    reason = aviary.word(("comment_report", "reason"), thing, STAFF)
    reporting.report(db, maker.cast["denmark"].viewer, posted.id, reason)
    found = one(db.connection(), staff, made, posted.id)
    why = aviary.word(("comment", "hidden_reason"), thing, (*A, *STAFF))
    post = Post.of(maker.portal)
    talk.hide(db, staff, found, why, version=1, address=there, post=post)
    sentence = aviary.word(("comment_lock", "sentence"), thing, (*NETWORK, READER, READING, *STAFF))
    locking.lock(db, staff, made, sentence, clock.now())
    aviary.things["talk"] = f"{made}/comments/{posted.id}"


def _request(  # noqa: PLR0913 - what a request is here
    aviary: Aviary,
    maker: Maker,
    stage: RequestStage,
    readers: Sequence[str],
    audience: str,
    *,
    sealed: bool = False,
) -> None:
    thing = SEALED if sealed else f"request {stage} {audience}"

    def word(column: str, readers: Sequence[str] = readers, of: type[SQLModel] = Request) -> str:
        return aviary.word((str(table(of).name), column), thing, readers)

    db, by = maker.db, maker.by("ghana")
    what = What(word("title"), word("outcome"), ("early-warning",),
                Basis(origin=word("basis")), "en")  # fmt: skip
    how = replace(sample.how(SOON), for_whom=word("for_whom"), contribution=word("contribution"))
    made = drafting.create(db, by, what, language="en")
    aviary.things[thing] = made
    for page in (how, Readers(Audience.parse(audience), sealed=sealed)):
        drafting.change(db, by, maker.matter("ghana", made), page)
    _file(aviary, maker, thing, made, made, readers)
    sides = (*A, *B, *STAFF)
    for step in sample.PATH[stage]:
        if step == "offer":
            words = {"message": word("message", sides, Offer)}
            words["period"] = word("period", sides, Offer)
            _offer(
                maker,
                made,
                Offered(**words, modalities=("video-talk",), languages=("en",), language="en"),
            )
            _file(aviary, maker, thing, made, maker.offer_id, sides)
        elif step == "return":
            reason = word("reason", (*A, *STAFF))
            sample.actions.send_back(db, maker.by("editor"), maker.matter("editor", made), reason)
        elif step == "close":
            note = word("result_note", sides)
            asked = maker.matter("ghana", made)
            sample.actions.close(db, by, asked, result="partly", note=note)
            said_after(maker, made, word)
            aviary.things[f"help of {made}"] = f"{made}/offers/{maker.offer_id}"
        elif step == "start":
            said = replace(sample.TERMS, what=word("terms", sides, Offer))
            talked = sample.talk(db.connection(), by.viewer, made, maker.offer_id)
            sample.terms.write(db, by, talked, said, 0)
            maker.step(step, made, "ghana", "denmark")
            planned(maker, made, word)
            _file(aviary, maker, thing, made, talked_of(maker, made, word), (*A, *B))
        else:
            maker.step(step, made, "ghana", "denmark")
    db.flush()


def _typed(aviary: Aviary, maker: Maker) -> None:
    """Let somebody type into a request without saving it: nobody else reads that."""
    thing, ghana = f"request {RequestStage.DRAFT} network", maker.cast["ghana"].viewer
    typed = aviary.word(("request_aside", "typed"), thing, [HOLDER])
    here, seen = aside.Place(aviary.things[thing], "how"), aside.Window(0, 0)
    seal = maker.portal.seal
    keeping_typed.keep(maker.db, ghana, seal, here, {"for_whom": typed}, seen)


def _file(  # noqa: PLR0913, PLR0917 - what a file is here
    aviary: Aviary, maker: Maker, thing: str, made: str, item_id: str, readers: Sequence[str]
) -> None:
    """Attach a file of Ghana to a request, or to the offer for it."""
    name, content = (aviary.word(column, thing, readers) for column in sorted(FILED)[::-1])
    db, portal, ghana = maker.db, maker.portal, maker.cast["ghana"].viewer
    store = store_of(portal.settings)
    ready = make_ready(store, f"{name}.txt", content.encode(), Patience.new())
    record = wrapping.held(db, portal.seal, item_id, ghana.labels)
    attach(db, ghana, item_id, ready, Room(portal.seal, ["GHA"], 500, record))
    below = made if item_id == made else f"{made}/offers/{maker.offer_id}"
    alone = "" if item_id in {made, maker.offer_id} else " alone"
    aviary.things[f"file of {below}{alone}"] = f"{below}/files/{ready.id}"


def _waiting_file(aviary: Aviary, maker: Maker, made: str) -> None:
    """Attach a file that waits for the virus scanner: only who attached it reads its name."""
    name = aviary.word(("attachment", "sealed_name"), "waiting file", ("Focal Point of A",))
    content = aviary.word(("attachment", "place"), "waiting file", ())
    db, portal, ghana = maker.db, maker.portal, maker.cast["ghana"].viewer
    store = store_of(portal.settings)
    ready = make_ready(store, f"{name}.txt", content.encode(), Patience.new())
    waits = replace(ready, original=store.put(content.encode()))
    record = wrapping.held(db, portal.seal, made, ghana.labels)
    attach(db, ghana, made, waits, Room(portal.seal, ["GHA"], 500, record))
    aviary.things["file that waits"] = f"{made}/files/{ready.id}"
    aviary.things["files page"] = made


def _offer(maker: Maker, made: str, offered: Offered) -> None:
    by: Acting = maker.by("denmark")
    asked = maker.matter("denmark", made)
    maker.offer_id = sample.offers.make(maker.db, by, asked, offered)


def _standing(aviary: Aviary, maker: Maker, *, withdrawn: bool) -> None:
    readers = (*A, *STAFF) if withdrawn else (*NETWORK, *STAFF, READING)
    thing = "standing withdrawn" if withdrawn else "standing standing"
    words = {
        column: aviary.word((str(table(StandingOffer).name), column), thing, readers)
        for column in ("summary", "experience", "capacity")
    }
    made = standing.declare(maker.db, maker.cast["ghana"].viewer, withdrawn=withdrawn, **words)
    aviary.things[thing] = made


def _seat(aviary: Aviary, maker: Maker, portal: Portal, *, withdrawn: bool) -> None:
    """Let Ghana offer a seat and Denmark apply; what is withdrawn both read with its reason."""
    readers = (*A, *B, *STAFF) if withdrawn else (*NETWORK, *STAFF, READING)
    thing = "seat withdrawn" if withdrawn else "seat published"
    name = str(table(OpenSeat).name)
    words = {
        column: aviary.word((name, column), thing, readers)
        for column in ("title", "about", "place", "cost")
    }
    link = aviary.word((name, "link"), thing, readers)
    ghana = SeatOffice(maker.db, portal.seal, maker.cast["ghana"].viewer)
    denmark = SeatOffice(maker.db, portal.seal, maker.cast["denmark"].viewer)
    made = ghana.offer(**words, link=f"https://example.org/{link}")
    aviary.things[thing] = made
    applied = str(table(SeatApplication).name)
    said = {
        column: aviary.word((applied, column), thing, (*A, *B))
        for column in ("who", "why", "needs")
    }
    key = denmark.apply(made, **said)
    word = aviary.word((applied, "word"), thing, (*A, *B))
    ghana.answer(made, key, Answer.LIST, word=word, version=1)
    if withdrawn:
        reason = aviary.word((name, "reason"), thing, readers)
        actions_of_seats.withdraw(maker.db, ghana.by, ghana.read(made), reason, version=2)


def _adaptation(aviary: Aviary, maker: Maker, stage: Adapted) -> None:
    """Let Ghana record what it made of a practice of Denmark, for members; one is hidden."""
    db, ghana, editor = maker.db, maker.cast["ghana"].viewer, maker.cast["editor"].viewer
    hidden = stage == Adapted.HIDDEN
    readers = (*A, *STAFF) if hidden else (*NETWORK, READER, READING, *STAFF)
    thing, name = f"adaptation {stage}", str(table(Adaptation).name)
    words = {
        column: aviary.word((name, column), thing, readers)
        for column in ("changed", "why", "conditions")
    }
    denmark = maker.cast["denmark"].viewer
    about = write(db, denmark, PracticeStage.PUBLISHED, staff=editor, portal=maker.portal)
    made = adapt(db, ghana, about, **words)
    note = aviary.word((name, "result_note"), thing, readers)
    found = adaptations.one(db.connection(), ghana, made)
    adapting.answer(db, ghana, found, "worked", note, None, version=1)
    if hidden:
        reason = aviary.word((name, "hidden_reason"), thing, readers)
        found = adaptations.one(db.connection(), editor, made)
        moderating.hide(db, editor, found, reason, None, version=2)
    aviary.things[thing] = made


def _suggestion(aviary: Aviary, maker: Maker, portal: Portal) -> None:
    """Let Ghana suggest words to everybody, and others to the Secretariat alone."""
    ghana = maker.cast["ghana"].viewer
    by = By(maker.cast["editor"].viewer, Post.of(portal))
    known = {"network": (*NETWORK, *STAFF, READING), "secretariat": (*A, *STAFF)}
    for audience, readers in known.items():
        thing = f"suggestion {audience}"
        said = {
            column: aviary.word((str(table(Suggestion).name), column), thing, readers)
            for column in ("proposed", "reason", "answer")
        }
        words = Words(said["proposed"], said["reason"], said["answer"], audience)
        aviary.things[thing] = suggestion(maker.db, ghana, "kpyfyqt4", words, by)


def _remark(aviary: Aviary, maker: Maker, portal: Portal) -> None:
    """Let Ghana comment on the manual."""
    readers = (*NETWORK, READER, READING, *STAFF)
    words = aviary.word((str(table(Comment).name), "body"), "comment on manual", readers)
    post = Post.of(portal)
    remark(maker.db, maker.cast["ghana"].viewer, "kpyfyqt4", words, post)
    aviary.things["discussion"] = "kpyfyqt4"


def _consultations(aviary: Aviary, maker: Maker, portal: Portal) -> None:
    """Let Ghana submit something to a consultation each: it is kept, taken back, or shown."""
    known = {"kept": (*A, *STAFF), "back": A, "answered": (*A, *STAFF), "shown": (*NETWORK, *STAFF)}
    for name, readers in known.items():
        _consultation(
            aviary, maker, By(maker.cast["editor"].viewer, Post.of(portal)), name, readers
        )


def _clearance(aviary: Aviary, maker: Maker) -> None:
    """Let Ghana send a text out for clearance: its own offices alone read it."""

    def word(of: type[SQLModel], column: str) -> str:
        return aviary.word((str(table(of).name), column), "clearance", A)

    said = {column: word(Clearance, column) for column in ("marking", "readers")}
    proposed = word(Cleared, "proposed")
    aviary.things["clearance"] = clearance(
        maker.db, maker.cast["ghana"].viewer, proposed=proposed, **said
    )


def _round(aviary: Aviary, maker: Maker) -> None:
    """Let Ghana send a draft out for clearance: its own offices alone read it."""

    def word(column: str) -> str:
        return aviary.word(("practice_round", column), "round", A)

    db, ghana = maker.db, maker.cast["ghana"].viewer
    said = {column: word(column) for column in ("marking", "readers")}
    given = practices.changes()
    columns = {**given.columns, "description": word("says")}
    made = write(db, ghana, PracticeStage.DRAFT, given=replace(given, columns=columns))
    aviary.things["round"] = practices.sent_out(db, ghana, made, **said)


def _request_round(aviary: Aviary, maker: Maker) -> None:
    """Let Ghana send a draft of a request out: its own offices alone read to whom."""
    said = {
        column: aviary.word(("request_round", column), "request round", A)
        for column in ("marking", "readers")
    }
    aviary.things["request round"] = request_out(maker, **said)


def _joint(aviary: Aviary, maker: Maker) -> None:
    """Let Ghana want to retire what it owns with Denmark, which says no: both read why."""
    db, portal, post = maker.db, maker.portal, Post.of(maker.portal)
    ghana, denmark = maker.cast["ghana"].viewer, maker.cast["denmark"].viewer
    staff = maker.cast["editor"].viewer
    made = write(db, ghana, PracticeStage.PUBLISHED, staff=staff, portal=portal)
    joint.joined(db, portal, ghana, made, denmark)
    thing = "practice of two"
    words, reason = (
        aviary.word(("practice_proposal", column), thing, (*A, *B))
        for column in ("words", "reason")
    )
    matter = practices.matter(db, ghana, made)
    at = matter.version
    agreement.propose(db, ghana, matter, Act.RETIRE, post, version=at, words=words)
    matter = practices.matter(db, denmark, made)
    agreeing.refuse(db, denmark, matter, reason, post, version=at)
    aviary.things[thing] = made


def _saving(aviary: Aviary, maker: Maker) -> None:
    """Let Ghana have written something into a draft that says something else by now.

    Something else is typed and not saved: whoever typed it gets it back, and nobody else.
    """
    db, ghana, given = maker.db, maker.cast["ghana"].viewer, practices.changes()
    thing = "practice written again"
    said = aviary.word(("practice_saving", "body"), thing, A)
    first = replace(given, columns={**given.columns, "description": said})
    made = write(db, ghana, PracticeStage.DRAFT, given=first)
    beside = Changes(columns={"what_worked": "Patience."})
    later = Changes(columns={"description": "What it is."})
    for at, one_page in enumerate((beside, later), start=1):
        matter = practices.matter(db, ghana, made)
        practices.actions.save(db, ghana, matter, one_page, version=at)
    typed = aviary.word(("practice_aside", "typed"), thing, [HOLDER])
    window, place = aside.Window(3, 0), aside.Place(made, "what")
    aside.keep(db, ghana, place, {"description": typed}, window)
    aviary.things[thing] = made


def _consultation(aviary: Aviary, maker: Maker, by: By, name: str, readers: Sequence[str]) -> None:
    def word(of: type[SQLModel], column: str, readers: Sequence[str]) -> str:
        return aviary.word((str(table(of).name), column), f"contribution {name}", readers)

    db, ghana, all_ = maker.db, maker.cast["ghana"].viewer, (*NETWORK, *STAFF)
    spoken = (*all_, "guest") if name in VOICED else all_
    about = consultation(db, by, *(word(Consultation, one, spoken) for one in ("title", "asked")))
    made = contribution(db, ghana, about, word(Contribution, "words", readers))
    aviary.things |= {f"consultation {name}": about, f"contribution {name}": made}
    if name in VOICED:
        _voice(aviary, maker, name, about)
    found = consultations.sent(db.connection(), ghana, made)
    assert found is not None
    if name == "back":
        contributing.take_back(db, ghana, found)
    if name in {"answered", "shown"}:
        consulting.end(db, by.staff, about, by.post)
        outcomes.answer(db, by.staff, found, word(Contribution, "answer", readers), by.post)
    if name == "shown":
        outcomes.show(db, by.staff, about, by.post)


VOICED: Mapping[str, Sequence[str]] = {
    "kept": (*STAFF, "guest"), "shown": (*NETWORK, *STAFF, "guest"),
}  # fmt: skip
"""To which consultations the guest says something, and who reads that."""


def _voice(aviary: Aviary, maker: Maker, name: str, about: str) -> None:
    """Let the guest say something to a consultation, by its name; two of the staff know who."""
    db, guest, cast = maker.db, maker.cast["guest"].viewer, maker.cast
    person, readers = table(Person), VOICED[name]
    db.execute(update(person).where(person.c.id == guest.person_id).values(email=None))

    def word(of: str, column: str, readers: Sequence[str] = readers) -> str:
        return aviary.word((of, column), f"voice {name}", readers)

    said = {column: word("manual_voiced", column) for column in ("name", "organisation", "parts")}
    words = word("manual_contribution", "words")
    address, who = f"{name}@example.org", word("guest_name", "known", STAFF)
    until, second = clock.today() + timedelta(days=60), cast["administrator"].viewer
    invitee = Voice(who, who, address, until, second.person_id)
    made = voice(db, cast["editor"].viewer, second, guest, about, invitee)
    part = {"x26gfnqpavwp": said.pop("parts")}
    what = Said(words=words, parts=part, naming=Naming.NAMED, language="en", seen=0, **said)
    voiced(db, guest, made, what)
    item = table(VoicedRow)
    sent = select(item.c.item_id).where(item.c.voice_id == made)
    aviary.things |= {
        f"voice {name}": made,
        f"contribution of voice {name}": db.execute(sent).scalar_one(),
        f"known {name}": f"{about}/voices/{made}",
    }


def _guest(aviary: Aviary, maker: Maker) -> None:
    """Lend the draft to the guest, who says something to its office."""
    db, ghana, guest = maker.db, maker.cast["ghana"].viewer, maker.cast["guest"].viewer
    person = table(Person)
    db.execute(update(person).where(person.c.id == guest.person_id).values(email=None))
    made = aviary.things["practice draft"]

    def word(column: str, readers: Sequence[str] = A) -> str:
        return aviary.word(("guest", column), "guest", readers)

    address = word("address").removeprefix(f"{TOGETHER} ") + "@example.org"
    until = clock.today() + timedelta(days=14)
    invitee = Invitee(word("name"), address, word("ministry"), until)
    secret = guests.invite(db, ghana, practices.matter(db, ghana, made), invitee)
    found = lent.find(db.connection(), secret)
    assert found is not None
    aviary.things["guest"] = guests.accept(db, guest, found)
    granted = lent.granted(db.connection(), guest, aviary.things["guest"])
    assert granted is not None
    guests.remark(db, guest, granted, word("remark", (*A, "guest")))


def _guest_of_request(aviary: Aviary, maker: Maker) -> None:
    """Lend the draft of a request to the guest, who says something to its office."""
    db, ghana, guest = maker.db, maker.cast["ghana"].viewer, maker.cast["guest"].viewer
    made = aviary.things["request draft network"]
    until = clock.today() + timedelta(days=14)
    invitee = Invitee("Ama Mensah", "ama@example.org", "Justice", until)
    secret = guests.invite(db, ghana, maker.matter("ghana", made), invitee)
    found = lent.find(db.connection(), secret)
    assert found is not None
    loan = guests.accept(db, guest, found)
    granted = lent.granted(db.connection(), guest, loan)
    assert granted is not None
    seal, host = maker.portal.seal, (granted.host,)
    record = queries.record_of(db.connection(), seal, host, made)
    said = aviary.word(("guest", "words"), "guest of a request", (*A, "guest"))
    guests.remark(db, guest, granted, said, record)
    file_id = aviary.things[f"file of {made}"].rpartition("/")[2]
    aviary.things["loan"] = loan
    aviary.things["loan of a file"] = f"{loan}/files/{file_id}"


def _office(aviary: Aviary, maker: Maker) -> None:
    """Leave a note to Ghana's Focal Point, who keeps an entry of which members see one field."""
    db, ghana = maker.db, maker.cast["ghana"].viewer
    held = table(HandOver)
    row = db.execute(held.select().where(held.c.office_id == ghana.office.id)).one()
    note = aviary.word(("hand_over", "note"), "note", ("Focal Point of A",))
    mine = [office_label(ghana.office.id)]
    kept = wrapping.held(db, maker.portal.seal, row.id, mine)
    kept = kept or wrapping.begin(db, maker.portal.seal, row.id, mine)
    sealed = kept.seal(note, Place("hand_over", "note", row.id))
    db.execute(update(held).where(held.c.id == row.id).values(note=sealed))
    own = entries.own(db.connection(), ghana, ghana.office.id)
    assert own is not None
    hidden, shown = ("Focal Point of A",), (*NETWORK, READER, READING, *STAFF)
    said = {
        name: aviary.word(("holder_entry", name), "entry", readers).removeprefix(f"{TOGETHER} ")
        for name, readers in (("position", hidden), ("email", hidden), ("telephone", shown))
    }
    entries.keep(db, ghana, own, entries.Entry(**said, shown=frozenset({"name", "telephone"})))


def _recovery(aviary: Aviary, maker: Maker) -> None:
    """Let Ghana's Focal Point have been helped in, for a reason and by a check."""
    words = {name: aviary.word(("recovery", name), "recovery", STAFF) for _, name in sorted(TOLD)}
    refused = aviary.word(("second_answer", "words"), "recovery", STAFF)
    maker.db.add(
        SecondAnswer(
            what="recovery",
            key="told",
            mark="told",
            person_id=maker.cast["director"].viewer.person_id,
            role="director",
            agreed=False,
            words=refused,
        )
    )
    maker.db.add(
        Recovery(
            id="told",
            person_id=maker.cast["ghana"].viewer.person_id,
            gives="passkeys",
            reason="device",
            checked="in-person",
            outcome="withdrawn",
            ended_at=clock.now(),
            **words,
        )
    )


def _followed(aviary: Aviary, maker: Maker) -> None:
    """Let Ghana follow a search, and Denmark have been told of every practice there is."""
    name = aviary.word(("follow", "name"), "followed", [HOLDER])
    ghana, denmark = maker.cast["ghana"].viewer, maker.cast["denmark"].viewer
    following.follow_search(maker.db, ghana, "theme=early-warning", name, How.DAILY)
    for thing, made in sorted(aviary.things.items()):
        if thing.startswith("practice "):
            following.follow_item(maker.db, denmark, made, How.DAILY)
    own = select(table(Follow)).where(table(Follow).c.person_id == denmark.person_id)
    for row in maker.db.execute(own).all():
        maker.db.add(FollowNews(follow_id=row.id, item_id=row.item_id, what=News.NEW))


def _desk(aviary: Aviary, maker: Maker, portal: Portal) -> None:
    """Let the staff keep a ready answer and plan to return something, and Ghana have a check word.

    Nobody reads a check word on a page who proved nothing of late.
    """
    editor, ghana = maker.cast["editor"].viewer, maker.cast["ghana"].viewer
    title, text = (aviary.word(one, "answer", STAFF) for one in sorted(READY, reverse=True))
    aviary.things["answer"] = answers.create(maker.db, editor, answers.Said("en", title, text))
    asker = Asker(editor.person_id, editor.office.id, "test", Proof.TWO)
    words = aviary.word(("desk_batch", "words"), "batch", STAFF)
    made = batches.make(maker.db, asker, "return", [], words, seal=portal.seal, speaks="en")
    aviary.things["batch"] = made
    word = aviary.word(("check_word", "words"), "check word", ())
    check_words.keep(maker.db, ghana, portal.seal, word)


PLANTED = (
    {
        *MARKED,
        *BOUND,
        *HELD,
        *TOLD,
        *REFUSED,
        *FILED,
        *FOLLOWED,
        *REPORTED,
        *LOCKED,
        *READY,
    }
    - WRITTEN_OUT
    - COMPARED
)
