"""Letters of this room: number, what is wanted and by when, one address; nothing confidential."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from app.core import clock
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.directory.queries import holders_of
from app.mail import actions as mail


class Letter(StrEnum):
    """The letters, each a template ``mail/assistance-<name>.txt``."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    OPEN = "open"
    OFFER = "offer"
    ANSWER = "answer"
    TAKEN_BACK = "taken-back"


SUBJECTS: Mapping[Letter, str] = {
    Letter.SUBMITTED: N_("A request for assistance waits for the Secretariat: %(number)s"),
    Letter.RETURNED: N_("Your request for assistance came back with a reason: %(number)s"),
    Letter.OPEN: N_("A member asks your office for assistance: %(number)s"),
    Letter.OFFER: N_("An offer of assistance waits for your answer: %(number)s"),
    Letter.ANSWER: N_("Your offer of assistance was answered: %(number)s"),
    Letter.TAKEN_BACK: N_("Help that you accepted was taken back: %(number)s"),
}


@dataclass(frozen=True, slots=True)
class Post:
    """Writes letters: ``text`` fills a template in the language now spoken."""

    text: Callable[[str, Mapping[str, Any]], str]
    base_url: str

    def write(  # noqa: PLR0913 - all by name
        self,
        db: Session,
        letter: Letter,
        *,
        to: Collection[str],
        request_id: str,
        number: str | None,
        due: date | None = None,
        but: Collection[str] = (),
    ) -> int:
        """Write ``letter`` to all who see by the labels ``to``, each in their own language.

        Returns how many were written. ``but`` names members that get none.
        """
        people = holders_of(db.connection(), to, clock.today(), but=but)
        values = {"number": number or "", "due": due}
        values["address"] = f"{self.base_url}/assistance/{request_id}"
        for person_id, language in people:
            with use_language(language or SOURCE_LANGUAGE):
                mail.write(
                    db,
                    person_id,
                    subject=gettext(SUBJECTS[letter], number=values["number"]),
                    body=self.text(f"mail/assistance-{letter}.txt", values),
                    item_id=request_id,
                )
        return len(people)
