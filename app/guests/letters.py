"""Letters about guests: the invitation, and to the office when the guest came or wrote.

None says what the thing is about, nor what the guest wrote.
"""

from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session

from app.access.labels import MEMBER
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.directory.office_showing import in_full
from app.directory.seated import addressees
from app.guests import queries
from app.guests.ending import Ending
from app.guests.forms import Invitee
from app.guests.rules import ABOUT, PLACES, READ_AT, What
from app.mail import actions as mail
from app.notifications import actions as notifications
from app.notifications.post import LetterKind, News, Post
from app.web.components import date_words
from app.web.portal import Portal

INVITED = LetterKind(N_("An invitation to read one document: %(office)s"), "guest-invited")
KINDS = {
    What.CAME: LetterKind(N_("Your guest has come: %(number)s"), "guest-came"),
    What.WROTE: LetterKind(N_("Your guest wrote to you: %(number)s"), "guest-wrote"),
    What.ENDS: LetterKind(N_("Your guest reads until %(last)s: %(number)s"), "guest-ends"),
}
YOURS_ENDS = LetterKind(N_("You can read it until %(last)s"), "loan-ends")


def invite(db: Session, portal: Portal, invitee: Invitee, token: str) -> None:
    """Send the invitation; it names the office as the invitation's own page and all letters do.

    It is written in the language in which the office works: the guest's is not known.

    Raises:
        Conflict: when the invitation is over already.
    """
    found = queries.find(db.connection(), token)
    if found is None:
        raise Conflict
    said = {
        "office": in_full(found.office, found.member_name),
        "name": invitee.name,
        "last": date_words(invitee.last_day),
        "address": f"{portal.settings.base_url}/guest/invitation/{token}",
    }
    body = portal.renderer.text(f"mail/{INVITED.template}.txt", said)
    mail.write_to(db, invitee.address, gettext(INVITED.subject, **said), body, lent=found.id)


def tell(  # noqa: PLR0913 - what, of which thing, to whom
    db: Session,
    post: Post,
    what: What,
    *,
    item_id: str,
    kind: str,
    number: str | None,
    host: str,
    last: date | None = None,
) -> None:
    """Tell the offices that lent a thing: by a letter as each has chosen, and on their page."""
    hosts: Collection[str] = [host] if host.startswith(MEMBER) else []
    news = News(ABOUT[kind], what, f"{PLACES[kind]}{item_id}/guests", item_id=item_id)
    people = addressees(db.connection(), hosts, clock.today())

    def words() -> Mapping[str, str]:
        said = {"last": date_words(last)} if last else {}
        return {"number": number or gettext("without a number yet"), **said}

    post.send(db, news, people, KINDS[what], words)
    notifications.tell(db, item_id, hosts, what)


def remind(db: Session, post: Post, found: Ending) -> None:
    """Write to the guest, where the invitation went, that the last day is near."""
    with use_language(found.language or SOURCE_LANGUAGE):
        said = {
            "office": in_full(found.office, found.member_name),
            "last": date_words(found.last_day),
            "address": f"{post.base_url}{READ_AT[found.kind]}{found.id}",
        }
        body = post.text(f"mail/{YOURS_ENDS.template}.txt", said)
        subject = gettext(YOURS_ENDS.subject, **said)
        mail.write_to(db, found.address, subject, body, lent=found.id)
