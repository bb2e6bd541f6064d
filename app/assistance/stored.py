"""What is stored of a draft, as a form would send it; and the readers of its pages."""

from collections.abc import Callable, Mapping, Sequence

from app.assistance import forms
from app.assistance.address import address
from app.assistance.blind.choosing import appears, chosen, ensure_hidden
from app.assistance.contacts import Contacts
from app.assistance.contacts import read_contacts as read_offices
from app.assistance.forms import How, What, as_sent
from app.assistance.queries import Asked
from app.core import clock
from app.directory import reader_form
from app.directory.queries import own_offices
from app.directory.reader_form import Choosable
from app.practices.queries import titles as practice_titles
from app.web.ask import Ask
from app.web.forms import Reader


def stored_what(asked: Asked) -> dict[str, list[str]]:
    """Return the first page as it would be sent."""
    basis = asked.basis
    return as_sent(
        {
            "title": asked.title,
            "outcome": asked.outcome,
            "themes": asked.themes,
            "practices": basis.practices,
            "risk_factors": basis.risk_factors,
            "practical_steps": basis.practical_steps,
            "origin": basis.origin,
            "language": asked.matter.language,
        }
    )


def stored_how(asked: Asked) -> dict[str, list[str]]:
    """Return the second page as it would be sent."""
    names = ("modalities", "languages", "for_whom", "wanted_from", "wanted_to", "answer_by")
    more = ("contribution", "travel_money")
    return as_sent({name: getattr(asked, name) for name in (*names, *more)})


def stored_readers(asked: Asked) -> dict[str, list[str]]:
    """Return the third page as it would be sent; nothing before it was answered."""
    if not asked.addressed:
        return {}
    said = chosen(asked)
    typed = reader_form.typed(said.audience, "circle") | {"appears": appears(said)}
    return {name: [said] if isinstance(said, str) else said for name, said in typed.items()}


def stored_contacts(asked: Asked) -> dict[str, list[str]]:
    """Return the fourth page as it would be sent."""
    return as_sent({"contact": asked.contact, "alternate": asked.alternate})


def read_what(ask: Ask, reader: Reader, kept: Sequence[str], *, whole: bool = True) -> What:
    """Read the first page; a practice counts if it is there already or the viewer sees it."""
    named = list(ask.sent.get("practices", ()))
    seen = practice_titles(ask.conn, ask.viewer, named) if named else {}
    return forms.read_what(reader, practices={*seen, *kept}, whole=whole)


def read_how(reader: Reader, *, whole: bool) -> How:
    """Read the second page."""
    return forms.read_how(reader, today=clock.today(), whole=whole)


def read_contacts(ask: Ask, asked: Asked, reader: Reader) -> Contacts:
    """Read the fourth page; contact and alternate are offices of the member that asks."""
    offices = [key for key, _ in own_offices(ask.conn, asked.owner)]
    return read_offices(reader, offices)


def who_can_be_asked(ask: Ask, asked: Asked) -> Choosable:
    """Return the groups, members and offices that a request can name."""
    return reader_form.choosable(ask.conn, ask.viewer, answering=True, own=asked.owner)


STORED: Mapping[str, Callable[[Asked], dict[str, list[str]]]] = {
    "what": stored_what,
    "how": stored_how,
    "readers": stored_readers,
    "contacts": stored_contacts,
}
"""What is stored of each page, by the word that stands in its address."""


def is_done(asked: Asked) -> Mapping[str, bool]:
    """Return of each page whether it says what a request needs; handing in checks it anew."""
    return {
        "what": bool(asked.title and asked.outcome and asked.themes),
        "how": bool(asked.modalities and asked.languages and asked.answer_by),
        "readers": asked.addressed,
        "contacts": asked.contact is not None,
    }


def missing(ask: Ask, asked: Asked) -> list[tuple[str, str]]:
    """Return (sentence, address) of all that stands in the way of submitting, checked anew."""
    pages = {page: Reader(stored_on(asked)) for page, stored_on in STORED.items()}
    forms.read_what(pages["what"], practices=asked.basis.practices)
    read_how(pages["how"], whole=True)
    asks = forms.read_readers(pages["readers"], who_can_be_asked(ask, asked))
    ensure_hidden(ask.conn, pages["readers"], asks, asked)
    read_contacts(ask, asked, pages["contacts"])
    return [
        (sentence, f"{address(asked.matter.id, key)}#f-{name}")
        for key, reader in pages.items()
        for name, sentence in reader.errors.items()
    ]
