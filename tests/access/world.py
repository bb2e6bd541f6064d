"""A portal for the matrix of routes: everyone of security.md's list, and a thing of every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from sqlalchemy import select, update
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.proof import Proof
from app.access.scopes import Scope
from app.access.viewer import ANYONE, OfficeKind, Viewer
from app.assistance.behalf.queries import LETTERS
from app.assistance.blind.models import Card, CardLabel, Word
from app.assistance.entities.models import EntityAsked
from app.assistance.entities.queries import LETTERS as ANSWERS
from app.assistance.outbox.models import PreparedLetter
from app.assistance.rules import Stage as RequestStage
from app.assistance.working.models import Task
from app.core import clock
from app.core.db import table
from app.desk.batches import UNDO
from app.directory import entities, mission_granting
from app.directory.acting_by import acting_by
from app.directory.entities import Entered
from app.directory.evidence import Papers, of_appointment, of_nomination, readers_of
from app.directory.invitations import invite_to
from app.directory.keeping import Paper
from app.directory.loading import office_of
from app.directory.models import Appointment, HandOver, Invitation, OfficeReview
from app.directory.rules import Stage
from app.directory.second_models import FacilitatingState
from app.discussion import actions as discussion
from app.discussion.forms import Written
from app.files.actions import Room, attach
from app.files.examining import Patience
from app.files.letters import Papers as LetterPapers
from app.files.readying import make_ready
from app.files.serving import store_of
from app.files.verdict import Kind
from app.following import actions as following
from app.guests import actions as guests
from app.guests import queries as lent
from app.guests.forms import Invitee
from app.identity import sessions, tokens
from app.identity.models import Person, PortalSession, Recovery
from app.identity.sessions import Came, hashed
from app.identity.tokens import Wanted
from app.items.models import Item
from app.items.models import Kind as ItemKind
from app.items.queries import find
from app.loading import load
from app.mail.stopping import DIGEST, token
from app.main import create_app
from app.manual.actions.publishing import whole_draft
from app.manual.figures import keeping
from app.manual.publishing.models import Submission
from app.manual.voices import tickets
from app.moderation import answers
from app.moderation.answers import Said
from app.moderation.models import Batch, BatchRow
from app.nomination.actions import nominate
from app.nomination.forms import Named
from app.notifications.classes import How
from app.notifications.post import Post
from app.orders.models import WorkOrder
from app.practices.adapting.rules import Stage as AdaptationStage
from app.practices.rules import Stage as PracticeStage
from app.sealing import wrapping
from app.web.portal import Portal
from tests.access.helped import talking
from tests.adapting.sample import record as adapt
from tests.assistance.cleared import request_out
from tests.assistance.sample import PATH, SOON, Maker
from tests.manual.sample import (
    By,
    Words,
    clearance,
    consultation,
    contribution,
    remark,
    suggestion,
    voice,
)
from tests.practices.behalf import letter, picture
from tests.practices.joint import asked as asked_to_own
from tests.practices.sample import matter, offer_translation, sent_out, write
from tests.practices.unnamed import hide_name
from tests.seats.sample import Office as Seats
from tests.standing.sample import declare
from tests.support.databases import after
from tests.support.given import settings_for
from tests.support.kept import keep_chapter
from tests.support.people import LONG_AGO, Settled, Somebody, settle_as, settled
from tests.support.pictures import drawn

MORE = {
    "denmark_alternate": ("DNK", OfficeKind.ALTERNATE),
    "ghana_adviser": ("GHA", OfficeKind.ADVISER),
    "ghana_mission": ("GHA", OfficeKind.MISSION_CONTACT),
    "norway_mission": ("NOR", OfficeKind.MISSION_CONTACT),
    "entity": ("UN-DEMO", OfficeKind.ENTITY_CONTACT),
    "auditor": ("SEC", OfficeKind.ADVISER),
    "director": ("SEC", OfficeKind.DIRECTOR),
    "suspended": ("GHA", OfficeKind.FOCAL_POINT),
}
"""Who is needed beside the cast, and the office each holds or held."""

EXPIRED, GUEST = "expired", "guest"
NAMED = Named(
    "Nominee", "Director", "", "The Minister", "Note 2", None, "Secretary", "mission@gha.example"
)


@after(settled)
def matrix_world(url: str, held: Settled) -> Settled:
    """Make ``MORE`` and one thing of every state in the database at ``url``, where the cast is."""
    cast = dict(held.cast)
    with TemporaryDirectory() as folder:
        portal = create_app(settings_for(url, Path(folder))).state.portal
        load(portal.db, lambda _line: None)
        keep_chapter(portal)
        with portal.db.unit_of_work() as db:
            entity = Entered("UN-DEMO", "UN office (demonstration)", "")
            entities.write(db, cast["administrator"].viewer, entity)
            for name, seat in MORE.items():
                cast[name] = settle_as(db, portal.settings, name, seat)
            cast[EXPIRED] = settle_as(db, portal.settings, EXPIRED, None)
            cast[GUEST] = settle_as(db, portal.settings, GUEST, None)
            cast["ghana_reading"] = _reading(db, portal, cast["ghana"])
            _suspend(db, cast["suspended"])
            made = {**_work(db, portal, cast), **_offices(db, cast), **_missions(db, cast)}
            made |= _papers(db, portal, cast, made)
            made |= _helped(db, cast)
            made |= _guests(db, cast, made)
            made |= _followed(db, cast)
            made |= _sealed(db, cast, made)
            made |= _submitted(db, cast)
            made |= _on_the_desk(db, cast, made)
            made["letter of entity"] = _entity(db, portal, cast, made["request open"])
            made["ticket"] = tickets.made(portal.settings, made["voice"])
            made["stop"] = token(portal.settings, made["person"], DIGEST)
        portal.db.close()
    return Settled(cast, made)


def _sealed(db: Session, cast: Mapping[str, Somebody], made: Mapping[str, str]) -> dict[str, str]:
    """Let a card of Ghana's open request be out to the network, and another be answered."""
    cards = [
        Card(request_id=made["request open"], modalities=" video-talk ", themes=" early-warning ")
        for _ in range(2)
    ]
    db.add_all(cards)
    db.flush()
    for one in cards:
        for label in ("network", "secretariat"):
            db.add(CardLabel(card_id=one.id, label=label))
    office = cast["eu"].viewer.office
    assert office is not None
    said = Word(
        card_id=cards[1].id,
        member="EU",
        office_id=office.id,
        starts=clock.today(),
        capacity="days",
        stage="offered",
    )
    db.add(said)
    db.flush()
    return {"card": cards[0].id, "sealed word": said.id}


def _followed(db: Session, cast: Mapping[str, Somebody]) -> dict[str, str]:
    """Let Ghana follow a search, with a feed of it."""
    ghana = cast["ghana"]
    key = following.follow_search(db, ghana.viewer, "theme=early-warning", "Mine", How.DAILY)
    held, wanted = acting_by(db.connection(), ghana.viewer), Wanted("Feed", (), 365)
    secret = tokens.make(db, ghana.viewer, ghana.session, held, wanted)
    following.open_feed(db, ghana.viewer, key, secret)
    dates = Wanted("Calendar", (Scope.DATES,), 365)
    calendar = tokens.make(db, ghana.viewer, ghana.session, held, dates)
    seats = Wanted("Seats", (Scope.SEATS,), 365)
    seat_feed = tokens.make(db, ghana.viewer, ghana.session, held, seats)
    return {
        "follow": key, "feed": secret, "calendar": calendar, "seat feed": seat_feed,
        "year": str(clock.wall().year),
    }  # fmt: skip


def _reading(db: Session, portal: Portal, who: Somebody) -> Somebody:
    """Let somebody come in once more, by a way that is worth reading only."""
    came = Came(provider="test", reads_only=True)
    secret = sessions.start(db, portal.settings, who.viewer.person_id or "", came)
    return Somebody(replace(who.viewer, reads_only=True), secret)


def _suspend(db: Session, who: Somebody) -> None:
    """Let the appointment be revoked; the session is left, as if it had been missed."""
    held = table(Appointment)
    db.execute(
        update(held)
        .where(held.c.person_id == who.viewer.person_id)
        .values(stage=Stage.REVOKED, ends=date(2020, 1, 2), ended_at=clock.now())
    )


def expire(db: Session, who: Somebody) -> None:
    """Let a session have ended by its time."""
    held = table(PortalSession)
    past = clock.wall() - timedelta(days=2)
    own = held.c.person_id == who.viewer.person_id
    db.execute(update(held).where(own).values(created_at=past, seen_at=past, expires_at=past))


def _work(db: Session, portal: Portal, cast: Mapping[str, Somebody]) -> dict[str, str]:
    """Make a practice and a request of Ghana in every state, with Denmark's offers."""
    ghana, editor = cast["ghana"].viewer, cast["editor"].viewer
    made: dict[str, str] = {
        f"practice {stage}": write(db, ghana, stage, staff=editor, portal=portal)
        for stage in PracticeStage
    }
    group = ghana.office.group if ghana.office else None
    denmark = cast["denmark"].viewer
    made["practice group"] = write(
        db, denmark, staff=editor, portal=portal, audience=f"group:{group}"
    )
    adviser = cast["ghana_adviser"].viewer.office
    made["practice office"] = write(
        db,
        denmark,
        staff=editor,
        portal=portal,
        audience=f"offices:{adviser.id if adviser else ''}",
    )
    made["letter"] = letter(db, portal, editor, made["practice on_behalf"])
    made["practice unnamed"] = hide_name(db, portal, ghana, editor)
    made["practice entered"] = entered = write(db, ghana, staff=editor, portal=portal)
    db.execute(update(table(Item)).where(table(Item).c.id == entered).values(office_id=None))
    for stage, withdrawn in (("standing", False), ("withdrawn", True)):
        made[f"standing {stage}"] = declare(db, ghana, withdrawn=withdrawn)
    seats = Seats(db, portal.seal, ghana)
    for stage in ("draft", "published", "withdrawn"):
        made[f"seat {stage}"] = seats.offer(draft=stage == "draft", withdrawn=stage == "withdrawn")
    made["application"] = Seats(db, portal.seal, denmark).apply(made["seat published"])
    for stage in AdaptationStage:
        about = write(db, denmark, staff=editor, portal=portal)
        made[f"adaptation {stage}"] = adapt(db, ghana, about, stage, staff=editor)
    offered = matter(db, denmark, made["practice published"])
    offer_translation(db, denmark, offered, Post.of(portal))
    by = By(editor, Post.of(portal))
    made["comment on practice"] = _comment(db, ghana, made["practice published"])
    made["comment on manual"] = remark(db, ghana, "kpyfyqt4", "A comment.", by.post)
    made["suggestion"] = suggestion(db, ghana, "kpyfyqt4", Words(), by)
    made["consultation"] = consultation(db, by)
    made["contribution"] = contribution(db, ghana, made["consultation"])
    made["clearance"] = clearance(db, ghana)
    made["round"] = sent_out(db, ghana, write(db, ghana, PracticeStage.DRAFT))
    made["request round"] = request_out(Maker(db, portal, cast))
    made["question"] = asked_to_own(
        db, portal, ghana, write(db, ghana, PracticeStage.DRAFT), denmark.member
    )
    made["figure"] = drawn().name
    keeping.keep(db, cast["editor"].viewer, drawn())
    maker = Maker(db, portal, cast)
    for stage in PATH:
        made[f"request {stage}"] = maker.request(stage)
        if "offer" in PATH[stage]:
            made[f"offer {stage}"] = maker.offer_id
    (made["letter of request"],) = LETTERS.files(db.connection(), made["request on_behalf"])
    asked = maker.request(RequestStage.OPEN)
    made["request offered"], made["offer offered"] = asked, maker.offer(asked, "denmark")
    step = Task(item_id=made["offer offered"], kind="task", side="both", due=SOON, state="open")
    db.add(step)
    db.flush()
    made |= talking(db, made["offer offered"])
    return {**made, "step": step.id, **_files(db, portal, cast, made)}


def _comment(db: Session, viewer: Viewer, about: str) -> str:
    """Let the viewer's office put a question under a practice."""
    matter = find(db.connection(), viewer, ItemKind.PRACTICE, about)
    written = Written("A question?", None, "en", asks=True)
    where = {"title": "A practice", "address": f"/practices/{about}", "tells": "practice-commented"}
    return discussion.post(db, viewer, matter, written, **where).id


def _files(
    db: Session, portal: Portal, cast: Mapping[str, Somebody], made: Mapping[str, str]
) -> dict[str, str]:
    """Attach a file to a practice and a request of every stage, and to an offer.

    In the matrix nothing lies in the store.
    """
    store, room, found = store_of(portal.settings), Room(portal.seal, ["GHA"], 500), {}
    for stage in PracticeStage:
        ready = make_ready(store, "a.txt", stage.encode(), Patience.new())
        attach(db, cast["ghana"].viewer, made[f"practice {stage}"], ready, room)
        found[f"file {stage}"] = ready.id
    things = {f"file of request {stage}": made[f"request {stage}"] for stage in RequestStage}
    for name, item_id in {**things, "file of talk": made["offer offered"]}.items():
        record = wrapping.held(db, portal.seal, item_id, cast["ghana"].viewer.labels)
        ready = make_ready(store, "a.txt", name.encode(), Patience.new())
        attach(db, cast["ghana"].viewer, item_id, ready, replace(room, record=record))
        found[name] = ready.id
    return found


def _papers(
    db: Session, portal: Portal, cast: Mapping[str, Somebody], made: Mapping[str, str]
) -> dict[str, str]:
    """Attach the note verbale to what is proposed and to what is nominated."""
    found, picture = {}, BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    things = {
        "paper": (of_appointment(made["appointment"]), readers_of("GHA")),
        "paper of nomination": (of_nomination(made["nomination"]), {SECRETARIAT}),
    }
    for name, (of, readers) in things.items():
        ready = make_ready(
            store_of(portal.settings), "a.png", picture.getvalue(), Patience.new(), (Kind.PNG,)
        )
        papers = Papers(of, portal.seal, readers, 500)
        papers.take(db, cast["administrator"].viewer, of.id, ready)
        found[name] = ready.id
    return found


def _missions(db: Session, cast: Mapping[str, Somebody]) -> dict[str, str]:
    """Let Norway's mission read for a time; that of Finland, which has no holder, could."""
    reading = office_of(db, "NOR", OfficeKind.MISSION_CONTACT).id
    mission_granting.grant(db, cast["administrator"].viewer, reading)
    db.add(
        FacilitatingState(
            id="facilitates",
            member="TLS",
            starts=date(2026, 1, 1),
            until=clock.today() + timedelta(days=9),
            named_at=LONG_AGO,
        )
    )
    return {"reading": reading, "mission": office_of(db, "FIN", OfficeKind.MISSION_CONTACT).id}


def _submitted(db: Session, cast: Mapping[str, Somebody]) -> dict[str, str]:
    """Let an edition of the manual be submitted that says what the first one says."""
    seen = whole_draft(db.connection()).hash
    made = Submission(
        id="submission", slot="edition", kind="edition", number=2, note="Said more.",
        weight="major", draft_hash=seen, after=1,
        proposed_by=cast["administrator"].viewer.person_id,
    )  # fmt: skip
    db.add(made)
    return {"submission": made.id}


def _on_the_desk(
    db: Session, cast: Mapping[str, Somebody], made: Mapping[str, str]
) -> dict[str, str]:
    """Let the Secretariat keep a ready answer, and plan to publish what was submitted."""
    editor = cast["editor"].viewer
    said = Said("en", "Say more", "Please say more about {title}.")
    planned = Batch(
        person_id=editor.person_id or "", acting_id=editor.office.id if editor.office else "",
        provider="test",
        proof=int(Proof.TWO), language="en", act="publish", due_at=clock.now() + UNDO,
    )  # fmt: skip
    db.add(planned)
    db.flush()
    thing = made["practice submitted"]
    db.add(BatchRow(batch_id=planned.id, key=thing, what="practice-submitted", version=2))
    prepared = PreparedLetter(
        request_id=made["request open"], member="DNK", kind="nudge", draft="nudge", language="en",
        stage="open",
    )  # fmt: skip
    db.add(prepared)
    db.flush()
    kept = answers.create(db, editor, said)
    return {"answer": kept, "batch": planned.id, "prepared": prepared.id}


def _entity(db: Session, portal: Portal, cast: Mapping[str, Somebody], request_id: str) -> str:
    """Let an open request ask the UN entity, which has answered by a letter; return its file."""
    asked = EntityAsked(item_id=request_id, member="UN-DEMO")
    db.add(asked)
    db.flush()
    ready = make_ready(
        store_of(portal.settings), "Letter.png", picture(), Patience.new(), (Kind.PNG,)
    )
    papers = LetterPapers(ANSWERS, portal.seal, {"UN-DEMO"})
    papers.take(db, cast["editor"].viewer, asked.id, ready)
    return ready.id


def _helped(db: Session, cast: Mapping[str, Somebody]) -> dict[str, str]:
    """Let a second person be asked for one, and the link of another be made."""
    seat = office_of(db, "KEN", OfficeKind.ADVISER).id
    now = clock.now()
    people = (
        Person(name="Helped"), Person(name="Readmitted"),
        Person(name="Coded", passkey_wanted_since=now), Person(name=""),
    )  # fmt: skip
    db.add_all(people)
    db.flush()
    helped, readmitted, coded, leaving = (one.id for one in people)
    db.add_all(
        Appointment(office_id=seat, person_id=one, starts=date(2020, 1, 1))
        for one in (helped, readmitted, coded)
    )
    db.add(
        WorkOrder(
            person_id=leaving, kind="erasure", language="en", parts=7,
            until=clock.wall() + timedelta(days=1), secret_hash=hashed("leaving"),
        )
    )  # fmt: skip
    said = {"gives": "sign-in", "reason": "device", "checked": "in-person", "reason_words": "",
            "checked_words": "On Monday."}  # fmt: skip
    db.add(Recovery(id="helped-first", person_id=helped, **said))
    decided = {
        "proposed_by": cast["administrator"].viewer.person_id,
        "agreed_by": cast["editor"].viewer.person_id,
        "agreed_at": now, "due_at": now, "effect_at": now,
    }  # fmt: skip
    done = {**said, "gives": "passkeys", "outcome": "done", "ended_at": now}
    db.add(Recovery(id="helped-coded", person_id=coded, **decided, **done))
    db.add(
        Recovery(
            id="helped-again",
            person_id=readmitted,
            **decided,
            link_hash=hashed("link"),
            link_until=clock.wall() + timedelta(days=9),
            **said,
        )
    )
    return {"helped": helped, "readmitted": readmitted, "coded": coded}


def _guests(db: Session, cast: Mapping[str, Somebody], made: Mapping[str, str]) -> dict[str, str]:
    """Lend two drafts of Ghana to the guest, and invite somebody who has not come."""
    item_id = made["practice draft"]
    open_ = lend(db, cast, item_id, "somebody@example.org")
    found = lent.find(db.connection(), lend(db, cast, item_id, f"{GUEST}@example.org"))
    out = lent.find(db.connection(), lend(db, cast, made["practice published"], "o@example.org"))
    assert found is not None
    assert out is not None
    own = guests.accept(db, cast[GUEST].viewer, found)
    asked = lend(db, cast, made["request draft"], f"{GUEST}@example.org", ItemKind.REQUEST)
    lent_asked = lent.find(db.connection(), asked)
    circulated = lend(db, cast, made["request open"], "o@example.org", ItemKind.REQUEST)
    lent_open = lent.find(db.connection(), circulated)
    assert lent_asked is not None
    assert lent_open is not None
    staff = cast["editor"].viewer, cast["administrator"].viewer
    return {
        "voice": voice(db, *staff, cast[GUEST].viewer, made["consultation"]),
        "lent": own, "lent out": out.id, "guest token": open_, "lent open": lent_open.id,
        "lent request": guests.accept(db, cast[GUEST].viewer, lent_asked),
    }  # fmt: skip


def lend(
    db: Session,
    cast: Mapping[str, Somebody],
    item_id: str,
    address: str,
    kind: ItemKind = ItemKind.PRACTICE,
) -> str:
    """Invite a guest to a thing of Ghana; return the secret of the invitation."""
    ghana = cast["ghana"].viewer
    until = clock.today() + timedelta(days=14)
    return guests.invite(
        db,
        ghana,
        matter(db, ghana, item_id, kind),
        Invitee("Ama Mensah", address, "Justice", until),
    )


def _offices(db: Session, cast: Mapping[str, Somebody]) -> dict[str, str]:
    """Propose and invite people; let Ghana's Focal Point have taken over from somebody."""
    office = office_of(db, "GHA", OfficeKind.FOCAL_POINT).id
    alternate = office_of(db, "GHA", OfficeKind.ALTERNATE).id
    before, next_one = Person(name="Before"), Person(name="Proposed")
    db.add_all([before, next_one])
    db.flush()
    proposed = Appointment(
        office_id=alternate, person_id=next_one.id, stage=Stage.PROPOSED, starts=date(2026, 1, 1)
    )
    ended = Appointment(
        office_id=office,
        person_id=before.id,
        stage=Stage.ENDED,
        starts=date(2019, 1, 1),
        ends=date(2019, 12, 31),
    )
    left = HandOver(office_id=office, person_id=before.id, last_day=date(2019, 12, 31))
    contested = office_of(db, "KEN", OfficeKind.FOCAL_POINT).id
    reviewed = office_of(db, "KEN", OfficeKind.ALTERNATE).id
    db.add_all([proposed, ended, left, OfficeReview(office_id=contested, reason="Two letters.")])
    db.add(OfficeReview(office_id=reviewed, reason="Two letters.", began_at=clock.now()))
    admin = cast["administrator"].viewer
    waits = OfficeReview(
        office_id=office_of(db, "KEN", OfficeKind.MISSION_CONTACT).id,
        reason="Two letters.",
        proposed_by=admin.person_id,
    )
    db.add(waits)
    db.flush()
    nominated = nominate(db, ANYONE, "GHA", NAMED, language="en")
    token = invite_to(db, admin, alternate, "Somebody", Paper("", ""))
    return {
        "office": office,
        "alternate": alternate,
        "contested": contested,
        "reviewed": reviewed,
        "waits": waits.id,
        "mark": waits.proposed_at.isoformat(),
        "appointment": proposed.id,
        "nomination": nominated.id,
        "invitation": db.execute(select(table(Invitation).c.id)).scalar_one(),
        "token": token,
        "person": cast["ghana"].viewer.person_id or "",
    }
