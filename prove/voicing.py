"""Guests of consultations, with an account or by a code, beside all the rest."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Connection
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.guests import actions as guests
from app.guests import queries as lent
from app.guests import sealed
from app.guests.rules import BY_CODE
from app.manual.consulting import queries
from app.manual.figures.queries import may_read
from app.manual.voices import inviting
from app.manual.voices import queries as voices
from app.manual.voices.forms import Invitee
from app.manual.voices.queries import Seat
from prove import asking, consulted
from prove.comparing import agree
from prove.consulted import Asked, Sent, Voice
from prove.consulting import Consulting, editors
from prove.house import PEOPLE
from prove.lending import strangers
from prove.seating import numbers, people

OF_STAFF = ("editor", "administrator")


class Voicing(Consulting):
    """Who is invited to a consultation, what is sent by that, and who knows who it is."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, str] = {}

    def voice(self, number: int) -> tuple[Asked, Voice] | None:
        """Return one of the guests, the latest oftener, with the consultation."""
        found = [(asked, one) for asked in self.asked for one in asked.voices]
        return found[-1 - number // 2 % len(found)] if found else None

    @rule(by=editors, who=strangers, number=numbers, days=st.integers(0, 2), coded=st.booleans())
    def invite_voice(self, by: str, who: str, number: int, days: int, *, coded: bool) -> None:
        """Invite somebody to a consultation, by a letter that is answered or by a code."""
        asked, made, secret = self.ask(number), [""], [""]
        if asked is None:
            return
        second = next((o for o in OF_STAFF if o != by and self.world.of_secretariat(o)), None)
        address = BY_CODE if coded else f"{who}@example.org"
        last = self.house.date_of(self.world.day) + timedelta(days=days)
        key = self.house.people[second] if second else None

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.CONSULTATION_LEAD)
            found = inviting.invite(
                db,
                viewer,
                self.house.portal.seal,
                asked.id,
                Invitee(who, "An institute", address, last, key),
            )
            made[0], secret[0] = found.row.id, found.secret

        may = consulted.may_lead(self.world, by, "invite", asked)
        wanted = may and consulted.room(self.world, asked, "" if coded else who)
        if self.attempt("invite a voice", by, act, wanted=wanted):
            knows = frozenset(filter(None, (by, second)))
            one = Voice(made[0], "" if coded else who, knows, self.world.day + days)
            asked.voices.append(one)
            if coded:
                self.codes[one.id] = secret[0]
            else:
                self.come(who, one, secret[0])
        self.compare_asked(asked)

    def come(self, who: str, voice: Voice, secret: str) -> None:
        """Let the invitation be accepted, which whoever holds an office cannot."""

        def act(db: Session, viewer: Viewer) -> None:
            found = sealed.found(db.connection(), self.house.portal.seal, secret)
            if found is None:
                raise NotFound
            guests.accept(db, viewer, found)

        voice.came = self.attempt("be a voice", who, act, wanted=not self.world.held(who))

    def place(self, db: Session, viewer: Viewer, voice: Voice) -> Seat | None:
        """Return the place of a guest, found as its pages find it."""
        if voice.id in self.codes:
            return voices.by_code(db.connection(), self.codes[voice.id])
        return asking.place(db.connection(), viewer, voice.id)

    def is_there(self, who: str, asked: Asked, voice: Voice) -> bool:
        """Whether a person comes as a guest: by a code anybody does."""
        if voice.id in self.codes:
            return consulted.lasts(self.world, asked, voice)
        return consulted.is_voice(self.world, who, asked, voice)

    def comes(self, who: str, number: int, voice: Voice) -> str:
        """Return who comes as a guest: every other time whoever was invited."""
        return voice.address if voice.address and number % 2 else who

    @rule(who=strangers, number=numbers)
    def say(self, who: str, number: int) -> None:
        """Send the submission of a guest, or another text in its place."""
        if (found := self.voice(number)) is None:
            return
        asked, voice = found
        who = self.comes(who, number, voice)
        self.words += 1

        def act(db: Session, viewer: Viewer) -> None:
            asking.say(db, self.place(db, viewer, voice), f"Words {self.words}")

        there = self.is_there(who, asked, voice)
        wanted = there and consulted.may_say(self.world, asked, voice)
        if self.attempt("say", who, act, wanted=wanted):
            self.said(asked, voice)
        self.compare_asked(asked)

    def said(self, asked: Asked, voice: Voice) -> None:
        """Note what a guest sent, by the id that the Secretariat finds."""
        if consulted.said_by(asked, voice) is not None:
            return
        with self.house.portal.db.read() as conn:
            made = queries.of_voice(conn, (SECRETARIAT,), voice.id)
        asked.sent.append(Sent(made.matter.id if made else "", None, voice))

    @rule(who=strangers, number=numbers)
    def unsay(self, who: str, number: int) -> None:
        """Withdraw what a guest sent: it is destroyed."""
        if (found := self.voice(number)) is None:
            return
        asked, voice = found
        who = self.comes(who, number, voice)

        def act(db: Session, viewer: Viewer) -> None:
            asking.unsay(db, self.place(db, viewer, voice))

        wanted = self.is_there(who, asked, voice) and consulted.may_unsay(asked, voice)
        if self.attempt("unsay", who, act, wanted=wanted):
            asked.sent = [one for one in asked.sent if one.voice is not voice]
        self.compare_asked(asked)

    @rule(by=editors, number=numbers, days=st.integers(0, 2))
    def renew_voice(self, by: str, number: int, days: int) -> None:
        """Give a guest another last day, and whoever did not come yet another secret."""
        if (found := self.voice(number)) is None:
            return
        asked, voice = found
        last, secret = self.house.date_of(self.world.day) + timedelta(days=days), [""]

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.CONSULTATION_LEAD)
            secret[0] = inviting.renew(db, viewer, asked.id, voice.id, last).secret

        mine = consulted.leads(self.world, by) and by in voice.knows
        wanted = mine and not asked.withdrawn and not voice.dismissed
        if self.attempt("renew a voice", by, act, wanted=wanted):
            voice.last = self.world.day + days
            if voice.id in self.codes:
                self.codes[voice.id] = secret[0]
        self.compare_asked(asked)

    @rule(by=editors, number=numbers)
    def dismiss_voice(self, by: str, number: int) -> None:
        """Withdraw a guest."""
        if (found := self.voice(number)) is None:
            return
        asked, voice = found

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.CONSULTATION_LEAD)
            inviting.withdraw(db, viewer, asked.id, voice.id)

        over = voice.dismissed or voice.last < self.world.day
        wanted = consulted.leads(self.world, by) and not over
        if self.attempt("withdraw a voice", by, act, wanted=wanted):
            consulted.dismiss(self.world, asked, voice)
        self.compare_asked(asked)

    @rule(by=people, number=numbers)
    def look_at_voice(self, by: str, number: int) -> None:
        """Look who a guest is."""
        if (found := self.voice(number)) is None:
            return
        asked, voice = found

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.DESK_READ)
            asking.found(db, viewer, asked.id)
            inviting.look(db, viewer, self.house.portal.seal, asked.id, voice.id)

        by = next((one for one in voice.knows if number % 2), by)
        wanted = by in voice.knows and self.world.staff(by)
        self.attempt("look at a voice", by, act, wanted=wanted)

    def compare_consultation(
        self, conn: Connection, viewer: Viewer, who: str, asked: Asked
    ) -> None:
        """Compare what a person reads as a guest as well, and which pictures."""
        super().compare_consultation(conn, viewer, who, asked)
        own = {one.id for one in lent.all_granted(conn, viewer)}
        for voice in asked.voices[-2:]:
            there = consulted.is_voice(self.world, who, asked, voice)
            agree((voice.id in own) is there, who, f"what is lent by {asked}")
            if who in {"editor", "administrator", voice.address, PEOPLE[self.turn % len(PEOPLE)]}:
                self.compare_voice(conn, viewer, who, asked, voice)
        if who in {"editor", "stranger", PEOPLE[self.turn % len(PEOPLE)]}:
            drafted = may_read(conn, viewer, self.house.library.drafted)
            wanted = consulted.sees_draft(self.world, who, self.asked)
            agree(drafted is wanted, who, f"sees the picture of the draft: {drafted}")
            agree(may_read(conn, viewer, self.house.library.published), who, "sees the edition's")

    def compare_voice(
        self, conn: Connection, viewer: Viewer, who: str, asked: Asked, voice: Voice
    ) -> None:
        """Compare whether a person comes as this guest, and knows who it is."""
        seat = asking.place(conn, viewer, voice.id)
        there = consulted.is_voice(self.world, who, asked, voice)
        agree((seat is not None) is there, who, f"comes as {voice} of {asked}")
        text = consulted.hears(self.world, asked, voice)
        agree(seat is None or seat.reads is text, who, f"reads the text as {voice} of {asked}")
        seal, person = self.house.portal.seal, viewer.person_id
        knows = allows(viewer, P.DESK_READ) and voices.known(conn, seal, voice.id, person)
        wanted = who in voice.knows and self.world.staff(who)
        agree(bool(knows) is wanted, who, f"knows who {voice} is")
        if voice.id in self.codes:
            coming = voices.by_code(conn, self.codes[voice.id])
            lasts = consulted.lasts(self.world, asked, voice)
            agree((coming is not None) is lasts, who, f"comes by the code of {voice}")
