"""Whether anything was made of a practice, so that pages of those left alone cost nothing more."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.core.db import table
from app.practices.adapting.models import Adaptation, PracticeOrigin

adaptation = table(Adaptation)
origin = table(PracticeOrigin)


def beside_of(item_id: ColumnElement[str]) -> tuple[ColumnElement[Any], ...]:
    """Return whether anybody made anything of a practice or it came of that, and of a request.

    That is for the portal alone: what a viewer learns is asked for by labels.
    """
    about = or_(adaptation.c.practice_id == item_id, adaptation.c.led_to == item_id)
    return (
        select(adaptation.c.item_id)
        .where(about)
        .correlate_except(adaptation)
        .exists()
        .label("adapted"),
        select(origin.c.practice_id)
        .where(origin.c.practice_id == item_id)
        .correlate_except(origin)
        .exists()
        .label("asked"),
    )
