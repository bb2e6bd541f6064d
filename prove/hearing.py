"""Guests of consultations as the portal finds them, compared with who they should be."""

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.guests import queries as lent
from app.manual.figures.queries import may_read
from app.manual.voices import queries as voices
from app.manual.voices.queries import Seat
from prove import asking, consulted
from prove.comparing import agree
from prove.consulted import Asked, Voice
from prove.consulting import Consulting
from prove.house import PEOPLE

OF_STAFF = ("editor", "administrator")


class Hearing(Consulting):
    """Whoever is a guest of a consultation, and what is known of it."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, str] = {}

    def voice(self, number: int) -> tuple[Asked, Voice] | None:
        """Return one of the guests, the latest oftener, with the consultation."""
        found = [(asked, one) for asked in self.asked for one in asked.voices]
        return found[-1 - number // 2 % len(found)] if found else None

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
