"""What an office follows, by programmes: read, begun and ended."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.alerts import pages, practice_pages, shown
from app.following import queries
from app.items.models import Kind
from app.programmes.answers import Shown, done
from app.web.ask import Ask
from app.web.bodies import Body
from app.web.interface import Interface, acting, plain

router = Interface("following")
OPENS = (P.FOLLOW, Scope.FOLLOW)
SHOWN = Shown(Kind.PRACTICE, "/following")


class FollowedOut(BaseModel):
    """Something that is followed: a practice, or (``search``) a search under a name.

    ``how`` says how news of it comes by letter; ``address`` is its page.
    """

    id: str
    title: str
    search: bool
    how: str
    since: date
    address: str


class FollowingOut(BaseModel):
    """All that is followed and can still be read, the latest first."""

    following: Sequence[FollowedOut]


class NewSearch(Body):
    """A search to follow: ``search`` is what stands behind “?” in the address of the list."""

    search: str = ""
    name: str | None = None
    how: str | None = Field(default=None, description="now, daily, weekly or off.")


def list_followed(ask: Ask) -> Response:
    """List what you follow for your office."""
    rows, _gone = shown.rows(ask.conn, ask.viewer, queries.followed(ask.conn, ask.viewer))
    told = [
        FollowedOut(
            id=one.id,
            title=one.title,
            search=one.search,
            how=one.how,
            since=one.since.date(),
            address=one.href,
        )
        for one in rows
    ]
    return plain(FollowingOut(following=told))


router.read("/following", list_followed, OPENS, FollowingOut)
router.act(
    "/following",
    acting(pages.follow, NewSearch),
    OPENS,
    done(NewSearch, SHOWN),
)
router.act(
    "/following/{follow_id}/end",
    acting(pages.end, Body),
    OPENS,
    done(Body, SHOWN),
)
router.act(
    "/practices/{item_id}/follow",
    acting(practice_pages.follow, Body),
    OPENS,
    done(Body, SHOWN),
)
router.act(
    "/practices/{item_id}/unfollow",
    acting(practice_pages.unfollow, Body),
    OPENS,
    done(Body, SHOWN),
)
