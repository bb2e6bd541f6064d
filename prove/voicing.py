"""Guests of consultations, with an account or by a code, beside all the rest."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.guests import actions as guests
from app.guests import sealed
from app.guests.rules import BY_CODE
from app.manual.consulting import queries
from app.manual.voices import inviting
from app.manual.voices.forms import Invitee
from prove import asking, consulted
from prove.consulted import Asked, Sent, Voice
from prove.consulting import editors
from prove.hearing import Hearing
from prove.lending import strangers
from prove.seating import numbers, people

OF_STAFF = ("editor", "administrator")


class Voicing(Hearing):
    """Who is invited to a consultation, what is sent by that, and who knows who it is."""

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
