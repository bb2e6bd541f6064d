"""Practices for tests: written by somebody of the cast, at any stage, for any audience."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.access.audience import Audience
from app.clearing.forms import Framed
from app.core import clock
from app.core.db import table
from app.items.models import Kind
from app.items.queries import find
from app.notifications.post import Post
from app.practices import actions, afterwards, embargo, resting
from app.practices.behalf import actions as behalf
from app.practices.behalf import queries as behalf_queries
from app.practices.clearing import actions as clearing
from app.practices.entry import OWN, Changes
from app.practices.models import Practice
from app.practices.revising import actions as revising
from app.practices.rules import Stage
from app.practices.translating import actions as translating
from app.practices.translating import queries as offers

practice = table(Practice)

FIRST_PAGE = {
    "title": "One page from two ministries",
    "summary": "A change in one ministry is seen in the other on the same day.",
    "description": "Each Monday two desk officers fill in half a page.",
    "themes": ["early-warning"],
    "language": "en",
}
AUDIENCES = {
    "public": "public",
    "network": "network",
    "group": "group:african",
    "members": "members:DNK",
    "sets": "group:grulac;members:DNK",
    "secretariat": "secretariat",
}
"""Each audience as it is stored; the owner is always Ghana."""


def changes(
    title: str = "A practice of Ghana", audience: str = "network", **facets: tuple[str, ...]
) -> Changes:
    """Return what a complete first entry says."""
    return Changes(
        columns={
            "title": title,
            "summary": "What came of it.",
            "description": "What it is.",
            "source_kind": OWN,
        },
        facets={"theme": ("early-warning",), **facets},
        sources=(),
        audience=Audience.parse(audience),
        language="en",
    )


def write(  # noqa: PLR0913 - a writer for tests
    db: Session,
    viewer: Any,
    stage: Stage = Stage.PUBLISHED,
    *,
    staff: Any = None,
    portal: Any = None,
    given: Changes | None = None,
    **said: Any,
) -> str:
    """Write a practice as ``viewer`` and bring it to ``stage``; return its id."""
    given = given or changes(**said)
    if stage == Stage.ON_BEHALF:
        return begun_for(db, viewer, staff, given)
    made = actions.create(db, viewer, [viewer.member], given)
    if stage == Stage.APPROVED:
        day = clock.today() + timedelta(days=9)
        db.execute(update(practice).where(practice.c.item_id == made.id).values(not_before=day))
    if stage == Stage.DRAFT:
        return made.id
    post = Post.of(portal)
    actions.submit(db, viewer, matter(db, viewer, made.id), post, version=1)
    if stage == Stage.SUBMITTED:
        return made.id
    if stage == Stage.TAKEN:
        return taken(db, viewer, staff, portal)
    submitted = matter(db, staff, made.id)
    if stage == Stage.APPROVED:
        embargo.approve(db, staff, submitted, post, version=2)
        return made.id
    if stage == Stage.RETURNED:
        actions.send_back(db, staff, submitted, "Add the year.", post, version=2)
    else:
        actions.publish(db, staff, submitted, post, version=2)
    if stage in {Stage.RETIRED, Stage.HIDDEN, Stage.WITHDRAWN}:
        rest(db, viewer, staff, made.id, stage, post)
    return made.id


def sent_out(
    db: Session,
    viewer: Any,
    item_id: str,
    marking: str = "For clearance",
    readers: str = "Ministries",
) -> str:
    """Send a practice that is being written out for clearance; return the id of the round."""
    until = clock.today() + timedelta(days=14)
    said = Framed(marking=marking, readers=readers, deadline=until, language="en")
    return clearing.make(db, viewer, matter(db, viewer, item_id), said)


def begun_for(db: Session, viewer: Any, staff: Any, given: Changes) -> str:
    """Begin an entry for the office of ``viewer``; return its id."""
    seats = behalf_queries.seats(db.connection())
    seat = next(one for one in seats if one.id == viewer.office.id)
    return behalf.begin(db, staff, seat, clock.today(), given).id


def rest(  # noqa: PLR0913, PLR0917 - a writer for tests
    db: Session, viewer: Any, staff: Any, item_id: str, stage: Stage, post: Post
) -> None:
    """Let a published practice be retired or withdrawn by its office, or hidden by the staff."""
    if stage == Stage.WITHDRAWN:
        afterwards.withdraw(db, viewer, matter(db, viewer, item_id), version=3)
    elif stage == Stage.RETIRED:
        resting.retire(db, viewer, matter(db, viewer, item_id), "A law came.", version=3)
    else:
        resting.hide(db, staff, matter(db, staff, item_id), "It names somebody.", post, version=3)


def taken(db: Session, viewer: Any, staff: Any, portal: Any) -> str:
    """Change a published practice and take the change in; return the id of the change."""
    about = matter(db, viewer, write(db, viewer, staff=staff, portal=portal))
    made = revising.begin(db, viewer, about)
    words = Changes(columns={"title": "A changed practice of Ghana"})
    actions.save(db, viewer, matter(db, viewer, made.id), words, version=1)
    means = revising.Means(Post.of(portal), portal.seal)
    actions.submit(db, viewer, matter(db, viewer, made.id), means.post, version=2)
    revising.take(db, staff, matter(db, staff, made.id), about.id, means, version=3)
    return made.id


def matter(db: Session, viewer: Any, item_id: str, kind: Kind = Kind.PRACTICE) -> Any:
    """Return a practice, or another thing, as the rules see it."""
    db.flush()
    return find(db.connection(), viewer, kind, item_id)


def offer_translation(db: Session, viewer: Any, about: Any, post: Post, **words: str) -> None:
    """Offer a French translation of a published practice as another member."""
    texts = {
        "title": "Un titre",
        "summary": "Le résultat.",
        "description": "Ce que c’est.",
        **words,
    }
    translating.keep(db, viewer, about, "fr", texts, made_for=1, version=0)
    translating.offer(db, viewer, about, offers.own(db.connection(), viewer, about.id)[0], post)
