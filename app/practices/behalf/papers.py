"""The letters by which offices asked for practices, and a place to put one."""

from collections.abc import Collection

from app.core.db import table
from app.core.seal import Seal
from app.files.letters import Letters, Papers
from app.practices.behalf.models import PracticeLetter

LETTERS = Letters(table(PracticeLetter))


def papers_of(seal: Seal, owners: Collection[str]) -> Papers:
    """Return the letter of a practice of ``owners`` while an act holds it."""
    return Papers(LETTERS, seal, owners)
