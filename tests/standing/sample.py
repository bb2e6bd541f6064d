"""Standing offers for tests, declared by the real acts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app.core import clock
from app.standing import actions, queries
from app.standing.forms import Declared

WORDS = {
    "summary": "Two talks on a weekly warning page",
    "experience": "We have written one with three ministries since 2019.",
    "capacity": "Two talks a year",
    "themes": ["early-warning"],
    "modalities": ["video-talk", "study-visit"],
    "languages": ["en", "fr"],
    "language": "en",
}


def form(**said: Any) -> dict[str, Any]:
    """Return a complete form."""
    return {**WORDS, "valid_until": str(clock.today() + timedelta(days=400)), **said}


def declared(**said: Any) -> Declared:
    """Return what an office declares."""
    made = Declared(
        summary=WORDS["summary"],
        experience=WORDS["experience"],
        capacity=WORDS["capacity"],
        themes=tuple(WORDS["themes"]),
        modalities=tuple(WORDS["modalities"]),
        languages=tuple(WORDS["languages"]),
        example="",
        valid_until=clock.today() + timedelta(days=400),
        language="en",
    )
    return replace(made, **said)


def declare(db: Session, viewer: Any, *, withdrawn: bool = False, **said: Any) -> str:
    """Declare an offer as ``viewer``; return its id."""
    made = actions.declare(db, viewer, declared(**said))
    if withdrawn:
        found = queries.one(db.connection(), viewer, made)
        actions.withdraw(db, viewer, found, version=found.matter.version)
    return made
