"""What stands on the page of a request for its office and the Secretariat alone."""

from app.assistance.behalf.shown import with_entry
from app.assistance.beside import with_beside
from app.assistance.entities.shown import with_entities
from app.assistance.queries import Asked
from app.assistance.shown import Show
from app.assistance.widening.shown import with_widening
from app.web.ask import Ask


def with_sides(ask: Ask, page: Show, asked: Asked) -> Show:
    """Return the page with what only one of its sides reads."""
    page = with_beside(ask, page, asked)
    page = with_entities(ask, with_entry(ask, page, asked), asked)
    return with_widening(ask, page, asked)
