"""How work goes on by docs/policy.md: what an act leads to, and what follows for a request.

Part of the reference: it imports nothing of ``app``.
"""

from prove.reference import World
from prove.stated import (
    BEING_WRITTEN,
    REFUSABLE,
    STANDING,
    TALKABLE,
    Offer,
    Review,
    Seat,
    Term,
    Work,
)

RUNNING = {*TALKABLE, "agreed", "under_way"}
ALL = {*BEING_WRITTEN, *REFUSABLE, *RUNNING, "submitted", "authenticated"}
ENTERED_FOR = {"on_behalf", "entered"}
UNANSWERED = {"offered", "in_talks"}
ENDS = {
    "start": ("agreed", "under_way"),
    "close": ("under_way", "closed"),
    "authenticate": ("submitted", "authenticated"),
    "open": ("authenticated", "open"),
    "not_yet": ("authenticated", "draft"),
    "hand_over": ("on_behalf", "entered"),
    "vouch": ("entered", "authenticated"),
    "publish": ("submitted", "published"),
    "enter": ("on_behalf", "published"),
    "retire": ("published", "retired"),
    "revive": ("retired", "published"),
    "release": ("approved", "published"),
}
FROM_SOME = {
    "submit": (BEING_WRITTEN, "submitted"),
    "return": ({"submitted", "approved"}, "returned"),
    "withdraw": (ALL, "withdrawn"),
    "refuse": (REFUSABLE, "withdrawn"),
    "refuse_entry": (ENTERED_FOR, "withdrawn"),
    "drop": (ENTERED_FOR, "withdrawn"),
    "hide": ({"published", "retired"}, "hidden"),
}
"""Act → from which states it leads to which."""


def after(act: str, work: Work, today: int = 0) -> str | None:
    """Return the state that ``act`` leads to ``today``, None where it cannot be done now."""
    if act in {"publish", "enter"} and ENDS[act][0] == work.stage:
        return "approved" if work.day is not None and work.day > today else "published"
    if act == "show":
        shown = "retired" if work.retired else "published"
        return shown if work.stage == "hidden" else None
    if act in {"pause", "go_on"}:
        return work.stage if work.stage in RUNNING else None
    if act == "again":
        return {"closed": "under_way", "withdrawn": "draft"}.get(work.stage)
    if act in FROM_SOME:
        starts, end = FROM_SOME[act]
        entered = work.kind == "request" and work.stage in ENTERED_FOR
        fits = work.stage in starts and (act != "refuse" or work.unconfirmed)
        fits = fits and not (entered and act in {"submit", "withdraw"})
        return end if fits else None
    start, end = ENDS[act]
    return end if work.stage == start else None


def answered(act: str, work: Work, offer: Offer) -> bool:
    """Answer an offer, or take it back; say whether that could be done, and do what follows."""
    fits = {
        "take_up": work.stage in TALKABLE and offer.stage == "offered",
        "accept": work.stage in RUNNING and offer.stage in UNANSWERED,
        "decline": work.stage in RUNNING and offer.stage in UNANSWERED,
        "take_back": work.stage in RUNNING and offer.stage in STANDING,
    }
    if not fits[act]:
        return False
    offer.stage = {
        "take_up": "in_talks",
        "accept": "accepted",
        "decline": "declined",
        "take_back": "withdrawn",
    }[act]
    _follow(act, work)
    return True


def begin_anew(work: Work) -> None:
    """Let a request be a draft again: nobody else sees it, and its offers have ended."""
    work.handed = False
    for one in work.offers:
        one.earlier = True
        one.stage = "ended" if one.stage in STANDING else one.stage


def _follow(act: str, work: Work) -> None:
    """Let the request follow what became of its offers."""
    stages = {one.stage for one in work.offers}
    if act == "take_up":
        work.stage = "in_talks"
    elif act == "accept":
        work.stage = "agreed" if work.stage in TALKABLE else work.stage
    elif work.stage == "in_talks" and "in_talks" not in stages:
        work.stage = "open"
    elif act == "take_back" and work.stage == "agreed" and "accepted" not in stages:
        work.stage = "in_talks" if "in_talks" in stages else "open"


def succeed(world: World, new: Term) -> set[str]:
    """Let a verified appointment begin; return whose sessions end."""
    gone: set[str] = set()
    for term in world.terms:
        lasts = term.ends is None or term.ends >= new.starts
        if term.seat.id == new.seat.id and term.verified and lasts:
            last = max(term.starts, new.starts - 1)
            at_once = new.starts <= world.day
            gone |= end(world, term, world.day if at_once else last, at_once=at_once)
    world.terms.append(new)
    return gone - {new.person}


def end(world: World, term: Term, last: int, *, at_once: bool | None = None) -> set[str]:
    """End an appointment on a day, at once where it is today; return whose sessions end."""
    if last > world.day if at_once is None else not at_once:
        term.ends = last
        return set()
    term.verified = False
    return {term.person}


def put_under_review(world: World, review: Review) -> set[str]:
    """Let a review begin; return whose sessions end."""
    gone = _acting(world, review.seat)
    review.began = True
    for guest in world.guests:
        guest.contested = guest.contested or guest.seat == review.seat.id
    return gone


def end_review(world: World, review: Review) -> set[str]:
    """Let a review be over; return whose sessions end."""
    world.reviews.remove(review)
    return _acting(world, review.seat)


def _acting(world: World, seat: Seat) -> set[str]:
    held = [one for one in world.terms if one.holds(world.day)]
    stand_ins = {
        term.person
        for one in world.away
        for term in held
        if one.term.seat.id == seat.id and one.stood_in_for(term, world.day)
    }
    return stand_ins | {term.person for term in held if term.seat.id == seat.id}
