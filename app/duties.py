"""The recurring duties of the portal: letters go out, what is over is swept away."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from app import rescanning
from app.account import guests_leaving
from app.account import making as of_people
from app.alerts.telling import tell_due as tell_followers
from app.archive import making as of_offices
from app.assistance import reminding as requests
from app.assistance.after import asking as helped
from app.assistance.blind import weekly as sealed
from app.assistance.clearance import reminding as requests_out
from app.assistance.ending import destroy_due, tell_due
from app.assistance.working import due as steps
from app.audit import anchors
from app.audit.commands import signer_of
from app.contested.due import take_effect_due
from app.core.db import Database, table
from app.desk import carrying
from app.digests import sending as digests
from app.digests.reading import sees
from app.directory import mission_reminding
from app.directory.biding import unless_jumped
from app.directory.ending import remind_due
from app.directory.reminding import ask_due
from app.files import sweeping
from app.files.serving import store_of
from app.guests import queries as guest_queries
from app.identity import check_words
from app.identity.models import Person
from app.jobs.worker import Duty
from app.mail import actions as mail
from app.mail.models import Letter
from app.mail.sending import Carrier, carrier, send_due
from app.manual import signing
from app.manual.clearing import reminding as clearances
from app.manual.consulting.ending import give_back_due
from app.manual.exports import making
from app.manual.publishing import due as editions
from app.manual.stored import pages
from app.manual.voices import sealing as voices
from app.orders import making as orders
from app.orders.rules import Kind
from app.practices import asking as asking_practices
from app.practices import embargo
from app.practices.adapting import asking
from app.practices.clearing import reminding as rounds
from app.practices.joining import due as joining
from app.practices.talking import reminding as questions
from app.recovery import due as recoveries
from app.seats import ending as seats
from app.seats import wishes
from app.standing import reminding as standing
from app.swept import sweep
from app.web.portal import Portal

PROMPTLY = timedelta(seconds=5)
"""Somebody looks at a page and waits."""
TAKEN_OVER = timedelta(seconds=30)
MINUTE, SOON, HOUR = timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1)
PUBLISHING = "publish practices"
REQUESTS = "look after requests"
PLANNED = timedelta(seconds=20)
"""An act on several things waits for its time, and somebody looks at the page that says so."""
SWEPT = HOUR
"""So often what is over is swept away: nothing outlives its time by more."""
MAKERS = {
    Kind.DATA: of_people.own_file,
    Kind.OFFICE: of_offices.office_file,
    Kind.ERASURE: of_people.forgetting,
}
"""Who does what people ask for."""


def duties(portal: Portal) -> Sequence[Duty]:
    """Return every duty of this installation.

    While the portal is frozen it may be looked at: only urgent letters leave, and what is done is
    signed. What is due meanwhile is done at its next time after. What destroys, what opens
    practices on their day, and what ends requests, waits for a day where the clock has jumped.
    """
    by = carrier(portal.settings)
    return (
        Duty("send letters", timedelta(seconds=10), partial(_send, portal, by)),
        Duty("sign the record", SOON, lambda: sign(portal)),
        Duty(
            "do what people asked for",
            PROMPTLY,
            partial(_unless_frozen, portal, partial(orders.do_due, portal, MAKERS)),
            lasts=TAKEN_OVER,  # each order has a lease of its own
        ),
        *(
            Duty(name, every, partial(_unless_frozen, portal, act))
            for name, (every, act) in _open_only(portal).items()
        ),
        *(
            Duty(
                name,
                every,
                partial(unless_jumped, portal, name, partial(_unless_frozen, portal, act)),
            )
            for name, (every, act) in _not_by_jump(portal).items()
        ),
    )


def _open_only(portal: Portal) -> Mapping[str, tuple[timedelta, Callable[[], object]]]:
    """Return what is not done while the portal is frozen, and how often otherwise."""
    return {
        "ask whether entries are right": (HOUR, partial(ask_due, portal)),
        "ask whether offers stand": (HOUR, partial(look_after_offers, portal)),
        "ask whether practices are true": (HOUR, partial(look_after_practices, portal)),
        "remind of questions": (HOUR, partial(questions.remind_due, portal)),
        "ask what came of adaptations": (HOUR, partial(asking.ask_due, portal)),
        "remind of steps of help": (HOUR, partial(steps.look_after, portal)),
        "ask what remains of help": (HOUR, partial(helped.ask_due, portal)),
        "remind of ends": (HOUR, partial(remind_due, portal)),
        "remind missions": (HOUR, partial(mission_reminding.remind_due, portal)),
        "look after guests": (HOUR, partial(look_after_guests, portal)),
        "remind of clearances": (HOUR, partial(_remind_of_clearances, portal)),
        "begin and end reviews": (SOON, partial(take_effect_due, portal)),
        "help in again": (SOON, partial(recoveries.take_effect_due, portal)),
        "do what the desk planned": (PLANNED, partial(carrying.carry_out_due, portal)),
        "publish editions": (MINUTE, partial(editions.take_effect_due, portal)),
        "make files of the manual": (timedelta(seconds=10), partial(making.make_due, portal)),
        "store pages of the manual": (timedelta(seconds=10), partial(pages.make_due, portal)),
        "tell followers": (timedelta(seconds=10), partial(tell_all_followers, portal)),
        "write digests": (SOON, partial(digests.send_due, portal)),
        "scan files": (SOON, partial(rescanning.scan_again, portal)),
        "sign editions": (SOON, partial(sign_editions, portal)),
    }


def _not_by_jump(portal: Portal) -> Mapping[str, tuple[timedelta, Callable[[], object]]]:
    """Return what waits where the clock has jumped; it is not done while frozen either."""
    return {
        PUBLISHING: (SOON, partial(embargo.release_due, portal)),
        "let out sealed requests": (SOON, partial(sealed.look_after, portal)),
        REQUESTS: (HOUR, partial(requests.look_after, portal)),
        "end words": (SWEPT, partial(end_words, portal)),
        "sweep files": (SWEPT, partial(sweep_files, portal)),
        "sweep": (SWEPT, partial(sweep, portal.db)),
    }


def sign(portal: Portal) -> None:
    """Sign the record when that is due, and mail its anchor to the holders."""
    settings = portal.settings
    post = anchors.Post(
        settings.audit_holders, portal.renderer.text, partial(mail.write_to, urgent=True)
    )
    anchors.sign_due(portal.db, signer_of(settings), post)


def look_after_offers(portal: Portal) -> None:
    """Ask whether standing offers hold, and let open seats that are over wait for nobody."""
    standing.look_after(portal)
    seats.end_over(portal)


def tell_all_followers(portal: Portal) -> None:
    """Tell the followers of practices, and the offices that want it of new open seats."""
    tell_followers(portal)
    wishes.tell_due(portal)


def look_after_practices(portal: Portal) -> None:
    """Ask whether practices are true, and once more those who were asked to own one jointly."""
    asking_practices.look_after(portal)
    joining.look_after(portal)


def look_after_guests(portal: Portal) -> None:
    """Seal who guests of consultations are where that stands in clear; look after all of them."""
    voices.seal_due(portal)
    guests_leaving.look_after(portal)


def sign_editions(portal: Portal) -> None:
    """Sign the editions that were published before editions were signed."""
    signing.sign_due(portal.db, signer_of(portal.settings))


def end_words(portal: Portal) -> None:
    """Destroy the words of ended requests whose day has come, and announce the next ones.

    What was sent to consultations that were withdrawn goes back on its day as well.
    """
    destroy_due(portal)
    helped.destroy_due(portal)
    seats.destroy_due(portal)
    give_back_due(portal.db)
    tell_due(portal)


def sweep_files(portal: Portal) -> None:
    """Delete stored files that belong to nothing."""
    sweeping.sweep(portal.db, store_of(portal.settings))


def address_of(db: Database, found: Letter) -> str | None:
    """Return where a letter goes, None once it is for its reader no more.

    That is one who no longer sees what it is about, or a guest whose loan is over. Between an act
    and its letter a mail server can be down for days.
    """
    person, person_id = table(Person), found.person_id or ""
    with db.read() as conn:
        if found.address:
            meant = found.lent is None or guest_queries.still_lent(conn, found.lent)
            return found.address if meant else None
        if found.item_id and not sees(conn, person_id, found.item_id):
            return None
        return conn.execute(select(person.c.email).where(person.c.id == person_id)).scalar()


def _send(portal: Portal, by: Carrier) -> None:
    frozen = portal.state.now.frozen
    ends = partial(check_words.last_line, portal.seal)
    send_due(portal.db, portal.settings, by, address_of, urgent_only=frozen, last_line=ends)


def _unless_frozen(portal: Portal, act: Callable[[], object]) -> None:
    if not portal.state.now.frozen:
        act()


def _remind_of_clearances(portal: Portal) -> None:
    """Remind of texts of the manual, practices and requests that should be back soon."""
    clearances.remind_due(portal)
    rounds.remind_due(portal)
    requests_out.remind_due(portal)
