"""Whose turn it is in a row: what is waited for, from whom, until when, and the act for it.

Pure: worked out from the stage and from the rows of what waits.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.access.labels import SECRETARIAT, member_label
from app.assistance.clearance.rules import What
from app.assistance.overview.queries import Line
from app.assistance.overview.waiting import Wait as Row
from app.assistance.rules import ENDED, UNANSWERED, Stage
from app.assistance.waits import Wait
from app.core.i18n import N_, gettext


@dataclass(frozen=True, slots=True)
class Asks:
    """What a wait asks for in a few words, what its act is called, and where that is done."""

    what: str
    act: str
    at: str


OF: Mapping[str, Asks] = {
    Wait.SUBMITTED: Asks(N_("To be authenticated or returned"), "", ""),
    Wait.RETURNED: Asks(N_("To be changed and submitted again"), N_("Change it"), "/what"),
    Wait.AUTHENTICATED: Asks(N_("A yes: may it go out?"), N_("Say whether it may go out"), ""),
    Wait.OPEN: Asks(N_("An offer of help"), N_("Answer it"), ""),
    Wait.HANDED: Asks(N_("An offer of help"), N_("Answer it"), ""),
    Wait.OFFER: Asks(N_("An answer to an offer"), N_("Answer the offer"), "#offer-{offer}"),
    Wait.AGREED: Asks(N_("The start of the work"), N_("Say when work starts"), ""),
    Wait.TERMS: Asks(N_("A yes to the terms"), N_("Read the terms"), "/offers/{offer}/terms"),
    Wait.UNDER_WAY: Asks(N_("The result"), N_("Close it with its result"), ""),
    Wait.TASK: Asks(N_("The next step of the plan"), N_("See the plan"), "/offers/{offer}/plan"),
    Wait.OUTCOME: Asks(
        N_("What came of the help"), N_("Answer two questions"), "/offers/{offer}/after"
    ),
    Wait.YEAR: Asks(
        N_("What remains of the help"), N_("Answer one question"), "/offers/{offer}/after"
    ),
    Wait.NOTE: Asks(N_("A yes to a note"), N_("Read the note"), "/offers/{offer}/after"),
    What.OUT: Asks(N_("What comes back from clearance"), N_("See its rounds"), "/clearance"),
}
OF_HELP = frozenset({Wait.AGREED, Wait.UNDER_WAY})
"""Waits of a request that its helpers read in their own rows."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is waited for, for what and until when; ``ours`` it is the viewer's, who has an act."""

    what: str = ""
    whom: str = ""
    due: date | None = None
    act: str = ""
    href: str = ""
    ours: bool = False


def address(request_id: str, offer_id: str, what: str) -> str:
    """Return where what is waited for is done."""
    said = OF[what].at.format(offer=offer_id) if what in OF else ""
    return f"/assistance/{request_id}{said}"


def act(what: str) -> str:
    """Return what the act is called that answers a wait."""
    return gettext(OF[what].act) if what in OF and OF[what].act else gettext(N_("Open it"))


def of_request(
    request_id: str, stage: str, answer_by: date | None, rows: Sequence[Row], own: Collection[str]
) -> Turn:
    """Return the turn in a row of what the viewer's member asked for."""
    here = f"/assistance/{request_id}"
    out = [one for one in rows if one.what == What.OUT]
    if stage == Stage.DRAFT and not out:
        what, go_on = N_("To be finished and submitted"), N_("Go on writing")
        return Turn(gettext(what), _us(), None, gettext(go_on), f"{here}/what", ours=True)
    found = _first(rows, own)
    if found is None:
        open_now = stage in {Stage.OPEN, Stage.IN_TALKS}
        return Turn(gettext(OF[Wait.OPEN].what), _all(), answer_by) if open_now else Turn()
    ours = found.label in own
    whom = _us() if ours else _secretariat() if found.label == SECRETARIAT else _all()
    return _turn(found, request_id, "", whom, ours=ours)


def of_help(line: Line, rows: Sequence[Row], of_it: Sequence[Row], own: Collection[str]) -> Turn:
    """Return the turn in a row of help: ``of_it`` are the waits of its request."""
    theirs = gettext(line.theirs)
    found = _first([*rows, *(one for one in of_it if one.what in OF_HELP)], own)
    if found is not None:
        ours = found.label in own
        whom = _us() if ours else theirs
        if not ours and found.label not in {member_label(line.code), SECRETARIAT}:
            whom = _all()
        if found.what == Wait.OFFER:
            found = replace(found, due=found.due or line.answer_by)
        return _turn(found, line.request_id, line.id, whom, ours=ours)
    if line.stage in UNANSWERED and line.request_stage not in ENDED:
        return Turn(gettext(OF[Wait.OFFER].what), theirs, line.answer_by)
    return Turn()


def _first(rows: Sequence[Row], own: Collection[str]) -> Row | None:
    """Return the wait that is told: the viewer's own before others, the nearest date first."""
    known = [one for one in rows if one.what in OF]
    return min(
        known, key=lambda one: (one.label not in own, one.due or date.max, one.what), default=None
    )


def _turn(found: Row, request_id: str, offer_id: str, whom: str, *, ours: bool) -> Turn:
    return Turn(
        what=gettext(OF[found.what].what),
        whom=whom,
        due=found.due,
        act=act(found.what) if ours else "",
        href=address(request_id, offer_id, found.what) if ours else "",
        ours=ours,
    )


def _us() -> str:
    return gettext(N_("Your office"))


def _secretariat() -> str:
    return gettext(N_("Secretariat"))


def _all() -> str:
    return gettext(N_("Members that were asked"))
