"""What the secretariat has beside its answer to a request: colleagues at it, and ready answers."""

from dataclasses import replace

from app.access.policy import P, allows
from app.assistance.consenting import NOBODY_THERE
from app.assistance.queries import Asked
from app.assistance.rules import Stage
from app.assistance.shown import Show
from app.core.errors import Conflict
from app.moderation import stale
from app.moderation.beside import about_of, begun, beside
from app.web.ask import Ask


def with_beside(ask: Ask, page: Show, asked: Asked) -> Show:
    """Return the page with what stands beside the answer, for whoever may give one."""
    matter = asked.matter
    if matter.stage != Stage.SUBMITTED or not allows(ask.viewer, P.REQUEST_REVIEW):
        return page
    form = begun(
        ask, page.form, lambda: about_of(ask.conn, asked.title, matter.number, {asked.owner})
    )
    return replace(page, beside=beside(ask, matter.id), form=form)


def told_if_late(ask: Ask, item_id: str, late: Conflict) -> Conflict:
    """Return ``late`` in the words of what happened meanwhile, for the secretariat."""
    meanwhile = type(late) is Conflict and late.msgid != NOBODY_THERE
    if not meanwhile or not allows(ask.viewer, P.REQUEST_REVIEW):
        return late
    return stale.told(ask.conn, item_id, late)
