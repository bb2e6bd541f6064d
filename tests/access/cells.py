"""What is asked in the matrix: a case of every route, and what each role gets, from the tables."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.access.policy import P
from tests.access.roles import HIDES, MAY, NETWORK, READER, ROLES, SEES, STILL, SWAPPED, TO_READERS
from tests.access.table import BY_SUBJECT
from tests.house.routes import PLACE


class Gets(StrEnum):
    """What comes of asking."""

    PASSES = "passes"
    SIGN_IN = "is led to the sign-in"
    REFUSED = "is refused"
    NOTHING = "finds nothing"
    STRONGER = "is told to come by a stronger way"


@dataclass(frozen=True)
class Case:
    """A thing put into the places of a route.

    ``things`` are those that have to be seen, ``at`` what else stands in the address; ``stage`` is
    what the rule may ask of the thing, ``form`` what is sent. ``offered`` says that the thing is
    the helper's, ``both`` that it is both sides', ``entered`` that no office made it. Where the
    prose lets only some of those pass whom the rule lets pass, they are ``only``, and the others
    get ``otherwise``; ``also`` is the permission that says who they are.
    """

    things: Sequence[str] = ()
    at: Mapping[str, str] = field(default_factory=dict)
    stage: str | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    offered: bool = False
    entered: bool = False
    both: bool = False
    only: Sequence[str] = tuple(ROLES)
    otherwise: Gets = Gets.NOTHING
    also: P | None = None


OPEN = Case()


def about(*things: str, **form: str) -> Case:
    """Return the case of a practice or request, and an offer."""
    return Case(things, stage=things[0].partition(" ")[2].replace("offered", "open"), form=form)


def seat(kind: str, **form: str) -> Case:
    """Return the case of one of Ghana's offices."""
    place = "office" if kind == "focal_point" else "alternate"
    return Case(at={"office_id": place}, stage=kind, form=form)


NO_PAGES = ("/api/", "/manual/figures/")
"""Addresses that programs and pages ask for: of what is not there they say only that."""


def expected(role: str, route: str, permission: P | None, case: Case) -> Gets:
    """Return what ``role`` gets by the tables.

    To somebody who has not signed in, a page that is not there says that one may sign in.
    """
    if role == READER and permission is not None and not route.startswith("POST /api/"):
        method, _, path = route.partition(" ")
        if (method, path) in STILL:
            return Gets.PASSES
        if method != "GET" or permission not in TO_READERS:
            return Gets.STRONGER
    if route.startswith("POST /api/") and role not in NETWORK:
        return Gets.SIGN_IN
    found = _found(role, permission, case)
    asks_to_sign_in = ROLES[role][1] == "public" and not any(one in route for one in NO_PAGES)
    return Gets.SIGN_IN if found == Gets.NOTHING and asks_to_sign_in else found


def may(role: str, permission: P, case: Case | None = None) -> bool:
    """Whether the table of the policy lets ``role`` do it, to the thing of a case."""
    name = ROLES[role][1]
    if case is None:
        return MAY[permission, name, None, False]
    if case.both and name.startswith("other"):
        name = SWAPPED[name]
    if case.offered:
        name = "stranger" if role == "Focal Point of C" else SWAPPED.get(name, name)
    return MAY[permission, name, case.stage, not case.entered]


def _found(role: str, permission: P | None, case: Case) -> Gets:
    if permission is None:
        return Gets.PASSES
    bound = permission in BY_SUBJECT
    known = ROLES[role][1] != "public"
    if bound and not known:
        return Gets.SIGN_IN
    if not bound and not may(role, permission):
        return Gets.REFUSED if known else Gets.SIGN_IN
    if not all(role in SEES[thing] for thing in case.things):
        return Gets.NOTHING
    if bound and not may(role, permission, case):
        return Gets.NOTHING if permission in HIDES else Gets.REFUSED
    return Gets.PASSES if role in case.only else case.otherwise


_NAMES = {"item_id": 0, "offer_id": 1}


def address(path: str, case: Case, made: Mapping[str, str]) -> str:
    """Return the address of a route with the things of a case in its places."""

    def put(place: re.Match[str]) -> str:
        name = place[1]
        if name in case.at:
            return made.get(case.at[name], case.at[name])
        return made[case.things[_NAMES[name]]]

    return PLACE.sub(put, path)
