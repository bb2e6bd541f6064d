"""Publishing what was entered for an office: with its name, or as its letter asks without it."""

from sqlmodel import Session

from app.items.queries import Matter
from app.notifications.post import Post
from app.practices.behalf import actions as behalf
from app.practices.revising.actions import Means
from app.practices.rules import Stage
from app.practices.unnamed import actions as unnamed
from app.web.ask import Ask


def entered(ask: Ask, db: Session, matter: Matter, version: int) -> tuple[str, str]:
    """Publish an entry as the form says; return whose page shows it then, and what was done."""
    post = Post.of(ask.portal)
    if ask.field("nameless") == "yes":
        means = Means(post, ask.portal.seal)
        made = unnamed.enter(db, ask.viewer, matter, means, version=version)
        return made.id, "unnamed"
    stage = behalf.enter(db, ask.viewer, matter, post, version=version)
    return matter.id, "entered" if stage == Stage.PUBLISHED else "approved"
