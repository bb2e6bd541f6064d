"""What a browser answers with a passkey: taken once, and told to its holder."""

from sqlmodel import Session

from app.core import clock
from app.core.i18n import N_
from app.identity import letters
from app.identity.models import Person
from app.identity.passkeys import ceremonies, challenges
from app.identity.passkeys.challenges import Kind
from app.identity.passkeys.values import SPENT, Answer, NotTaken
from app.web.ask import Ask
from app.web.handing_back import PASSKEY

NO_ANSWER = N_("Your browser gave no passkey. That needs a script and a browser that knows them.")


def taken(ask: Ask, kind: Kind) -> Answer:
    """Return what was answered, its challenge spent: right or wrong, it is good once.

    Raises:
        NotTaken: for an answer that cannot be read, came late, twice, or from another session.
    """
    said = ceremonies(ask.portal.settings).read(ask.field(PASSKEY))
    with ask.unit_of_work() as db:
        found = challenges.take(db, ask.session_token, kind, said.challenge)
    if not found:
        raise NotTaken(SPENT)
    return said


def tell(ask: Ask, db: Session, subject: str, template: str, name: str) -> None:
    """Write to the holder of a passkey what happened to it."""
    person = db.get_one(Person, ask.viewer.person_id)
    letters.write(db, ask.portal, person, subject, template, at=clock.wall(), name=name)
