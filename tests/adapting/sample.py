"""Adaptations for tests, recorded by the real acts."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from app.items.models import Kind
from app.items.queries import find
from app.practices.adapting import actions, moderating, queries
from app.practices.adapting.forms import Said
from app.practices.adapting.rules import Stage

WORDS = {
    "verdict": "adapted",
    "changed": "Three ministries instead of two.",
    "why": "Our third ministry keeps the figures.",
    "conditions": "Each had named a deputy first.",
    "cost": "existing",
    "effort": "weeks",
    "readers": "members",
    "language": "en",
}


def said(**other: Any) -> Said:
    """Return what an office records."""
    return replace(Said(led_to="", **WORDS), **other)


def form(**other: Any) -> dict[str, Any]:
    """Return a complete form."""
    return {**WORDS, **other}


def record(
    db: Session,
    viewer: Any,
    practice: str,
    stage: Stage = Stage.RECORDED,
    *,
    staff: Any = None,
    **other: Any,
) -> str:
    """Record as ``viewer`` what its member made of a practice; return the id."""
    about = find(db.connection(), viewer, Kind.PRACTICE, practice)
    made = actions.record(db, viewer, about, said(**other), None)
    db.flush()
    found = queries.one(db.connection(), viewer, made)
    if stage == Stage.WITHDRAWN:
        actions.withdraw(db, viewer, found, version=1)
    if stage == Stage.HIDDEN:
        seen = queries.one(db.connection(), staff, made)
        moderating.hide(db, staff, seen, "Name no person.", None, version=1)
    return made
