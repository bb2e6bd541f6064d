"""Choosing readers of what several members own: more of them want all owners."""

from sqlmodel import Session
from starlette.responses import Response

from app.access.audience import Audience
from app.directory.widening import wider
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices import readership
from app.practices.joining import agreement
from app.practices.joining.asking import asked
from app.practices.joining.covering import ensure_covers
from app.practices.joining.rules import Act
from app.practices.versions import version_sent
from app.web.ask import Ask


def choose_readers(ask: Ask, db: Session, matter: Matter, audience: Audience) -> Response:
    """Do what was chosen, or ask the other owners where more readers want all of them."""
    conn = db.connection()
    if wider(conn, Audience.parse(matter.audience), audience) and agreement.wants_all(db, matter):
        ensure_covers(conn, audience, matter.owners, ask.viewer.member)
        return asked(ask, db, matter, Act.WIDEN, str(audience))
    post, version = Post.of(ask.portal), version_sent(ask)
    did = readership.choose(db, ask.viewer, matter, audience, post, version=version)
    said = f"?said={did}" if did else ""
    return ask.go(f"/practices/{matter.id}{said}", db)
