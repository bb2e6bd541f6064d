"""Whether a request says already what a page of its form says."""

from dataclasses import replace

from app.assistance.blind.choosing import chosen
from app.assistance.contacts import Contacts
from app.assistance.forms import How, Readers, What
from app.assistance.queries import Asked


def says_already(asked: Asked, page: What | How | Readers | Contacts) -> bool:
    """Whether keeping ``page`` would change nothing."""
    match page:
        case What():
            spoken = page.language or asked.matter.language
            return replace(page, language=spoken) == _what(asked)
        case How():
            return page == _how(asked)
        case Readers():
            return asked.addressed and page == chosen(asked)
        case Contacts():
            return page == Contacts(asked.contact or "", asked.alternate or "")


def _what(asked: Asked) -> What:
    return What(asked.title, asked.outcome, asked.themes, asked.basis, asked.matter.language)


def _how(asked: Asked) -> How:
    return How(
        modalities=asked.modalities,
        languages=asked.languages,
        for_whom=asked.for_whom,
        wanted_from=asked.wanted_from,
        wanted_to=asked.wanted_to,
        answer_by=asked.answer_by,
        contribution=asked.contribution,
        travel_money=asked.travel_money,
    )
