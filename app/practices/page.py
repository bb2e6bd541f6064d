"""The page of one practice: what stands on it for this viewer, at its present stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from markupsafe import Markup

from app.access.audience import Audience, Circle
from app.access.policy import P, allows
from app.core import clock
from app.core.i18n import gettext
from app.guests.lending import lent_to
from app.items.queries import Matter
from app.moderation.beside import Beside
from app.practices import views
from app.practices.adapting.lineage import ALONE, Lineage, lineage
from app.practices.adapting.origins import request_of
from app.practices.alike import alike
from app.practices.behalf.shown import Behalf, behalf
from app.practices.choosing import spans
from app.practices.clearing.beside import clears
from app.practices.entry import View
from app.practices.joining.shown import Joint, joint
from app.practices.likes import rows
from app.practices.opened import Opened
from app.practices.printing.marking import mark_of
from app.practices.revising.shown import Changing, UnderWay, changing, under_way
from app.practices.rules import CHANGEABLE, OUT
from app.practices.said import ITS_OWNERS, OF_OWNERS, SAID
from app.practices.thread import Thread, thread
from app.practices.together.shown import Together, together
from app.practices.unnamed.shown import Unnamed, unnamed
from app.practices.whereabouts import Standing, Wished, entry_of, knows, unpublished, wished
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, slots=True)
class Notes:
    """The forms of the page as they were typed, where something was wrong.

    ``owner`` is whose the practice is, where that was just opened.
    """

    comment: Form = field(default_factory=Form)
    review: Form = field(default_factory=Form)
    retire: Form = field(default_factory=Form)
    hide: Form = field(default_factory=Form)
    refuse: Form = field(default_factory=Form)
    lock: Form = field(default_factory=Form)
    joint: Form = field(default_factory=Form)
    owner: str = ""


@dataclass(frozen=True, kw_only=True)
class PracticePage(Page):
    """One practice."""

    template: ClassVar[str] = "practices/practice.html"
    here: ClassVar[str] = "practices"

    matter: Matter
    title: str
    entry_head: Markup
    article: Markup
    facts: Markup
    standing: Standing | None = None
    changing: Changing | None = None
    together: Together | None = None
    joint: Joint | None = None
    behalf: Behalf | None
    nameless: bool = False
    unnamed: Unnamed | None
    clears: bool
    under_way: UnderWay | None
    said: str
    notes: Notes
    spans: Sequence[tuple[Any, ...]]
    wished: Wished | None = None
    guests: str
    lineage: Lineage | None = None
    request: tuple[str, str] | None
    follows: bool | None = None
    alike: Markup | None = None
    thread: Thread | None = None
    printed: Sequence[str]
    beside: Beside | None = None


def practice_page(
    ask: Ask,
    found: Opened,
    *,
    reads: Sequence[str],
    said: str,
    notes: Notes,
) -> PracticePage:
    """Return the page of what was ``found``; ``reads`` are the languages of the viewer."""
    matter, stored = found.matter, found.stored
    more: Mapping[str, Any]
    if matter.stage in OUT:
        view = _published(ask, matter, stored, reads)
        more = _around(ask, found, notes, said)
    else:
        view, more = _waiting(ask, matter)
    return PracticePage(
        matter=matter,
        title=view.title,
        entry_head=Markup(view.head),  # noqa: S704 - made by our own template
        article=Markup(view.article),  # noqa: S704 - the same
        facts=Markup(view.facts),  # noqa: S704 - the same
        behalf=behalf(ask, matter),
        joint=joint(ask, matter),
        unnamed=unnamed(ask, matter, notes.owner),
        clears=clears(ask, matter),
        under_way=under_way(ask, matter) if matter.stage in CHANGEABLE else None,
        said=_said(matter, said),
        notes=notes,
        spans=spans(),
        guests=lent_to(ask.conn, ask.viewer, matter),
        request=_request(ask, matter, stored),
        printed=_printed(ask, matter),
        **more,
    )


def _said(matter: Matter, said: str) -> str:
    """Return what is said once after an act, while it is still true."""
    stage, sentence = SAID.get(said, (matter.stage, OF_OWNERS.get(said, "")))
    if len(matter.owners) > 1:
        sentence = ITS_OWNERS.get(said, sentence)
    return gettext(sentence) if sentence and stage == matter.stage else ""


def _waiting(ask: Ask, matter: Matter) -> tuple[View, Mapping[str, Any]]:
    """Return how a practice that is not out reads, and what its page says of where it stands."""
    entry = entry_of(ask, matter.id)
    view, standing = unpublished(ask, matter, entry)
    change = changing(ask, entry)
    more = {"changing": change, "nameless": entry.nameless, "together": together(ask, matter)}
    return view, {"standing": standing, **more}


def _around(ask: Ask, found: Opened, notes: Notes, said: str) -> Mapping[str, Any]:
    """Return what stands around a published practice for this viewer, by its place on the page."""
    matter = found.matter
    return {
        "wished": wished(ask, matter),
        "lineage": _lineage(ask, matter, found.stored),
        "follows": _follows(ask, found),
        "alike": rows(ask.portal.renderer, alike(ask.conn, ask.viewer, matter.id, found.changes)),
        "thread": thread(ask, matter, notes.comment, said, notes.lock),
    }


def _published(ask: Ask, matter: Matter, stored: View | None, reads: Sequence[str]) -> View:
    """Return the view of a published practice, stored first where there is none.

    What is stored is what every reader may know: who knows more gets a view made now.
    """
    known = knows(ask, matter)
    if stored is not None and not known:
        return stored
    entry = entry_of(ask, matter.id)
    renderer = ask.portal.renderer
    if known:
        return views.view_of(renderer, entry, known=True, wanted=reads)
    with ask.unit_of_work() as db:
        views.store(db, renderer, [entry])
    return views.view_of(renderer, entry, wanted=reads)


def _printed(ask: Ask, matter: Matter) -> Sequence[str]:
    """Return what stands above each page that a browser prints: what it is, where, and for whom."""
    audience = Audience.parse(matter.audience)
    address = f"{ask.portal.settings.base_url}/practices/{matter.id}"
    shut = matter.stage not in OUT or audience.circle != Circle.PUBLIC
    mark = mark_of(matter.stage, audience, ask.viewer.name, clock.now()) if shut else ""
    return [one for one in (matter.number, address, mark) if one]


def _follows(ask: Ask, found: Opened) -> bool | None:
    """Return whether the viewer follows it; None for who cannot, and where it is the viewer's."""
    viewer = ask.viewer
    if not allows(viewer, P.FOLLOW) or viewer.member in found.matter.owners:
        return None
    return found.follows


def _lineage(ask: Ask, matter: Matter, stored: View | None) -> Lineage:
    return ALONE if stored and not stored.adapted else lineage(ask.conn, ask.viewer, matter.id)


def _request(ask: Ask, matter: Matter, stored: View | None) -> tuple[str, str] | None:
    known = stored is None or stored.asked
    return request_of(ask.conn, ask.viewer, matter.id) if known else None
