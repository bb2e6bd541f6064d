"""The answer to an act that wants all owners: the others are asked, and the page says so."""

from sqlmodel import Session
from starlette.responses import Response

from app.items.queries import Matter
from app.notifications.post import Post
from app.practices.joining import agreement
from app.practices.joining.rules import Act
from app.practices.versions import version_sent
from app.web.ask import Ask


def asked(ask: Ask, db: Session, matter: Matter, act: Act, words: str | None = None) -> Response:
    """Ask the other owners whether they agree to ``act``, and lead to the practice.

    Raises:
        Proposed: while something else waits for the owners.
        Conflict: when the practice has changed since it was read.
    """
    post, version = Post.of(ask.portal), version_sent(ask)
    agreement.propose(db, ask.viewer, matter, act, post, version=version, words=words)
    return ask.go(f"/practices/{matter.id}?said=asked", db)
