"""Letters to the Secretariat about what somebody outside the staff answered."""

from collections.abc import Mapping

from sqlmodel import Session

from app.core.i18n import N_
from app.directory import letters
from app.directory.outsiders import Outsider
from app.directory.second_matter import Matter, able
from app.directory.two_people import colleagues
from app.notifications.post import LetterKind
from app.web.portal import Portal

AGREED = LetterKind(N_("The second person agreed: %(office)s"), "second-agreed")
REFUSED = LetterKind(N_("The second person did not agree: %(office)s"), "second-refused")


def tell(db: Session, portal: Portal, asked: tuple[Matter, Outsider], *, agreed: bool) -> None:
    """Tell the staff, and the others who were asked, what the second person answered."""
    matter, one = asked
    conn = db.connection()
    others = [each.to for each in able(conn, matter) if each.person_id != one.person_id]

    def words() -> Mapping[str, object]:
        return {"office": matter.office, "role": one.words}

    for to in [*colleagues(conn, matter.helped), *others]:
        letters.write(db, portal, to, AGREED if agreed else REFUSED, words)
