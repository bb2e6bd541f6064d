"""What is stored of a draft, as a form would send it; and the readers of its pages."""

from collections.abc import Sequence

from app.access.audience import Audience
from app.assistance import forms
from app.assistance.address import address
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
    more = ("contribution", "travel_money", "contact", "alternate")
    return as_sent({name: getattr(asked, name) for name in (*names, *more)})


def stored_readers(asked: Asked) -> dict[str, list[str]]:
    """Return the third page as it would be sent; nothing before it was answered."""
    if not asked.addressed:
        return {}
    typed = reader_form.typed(Audience.parse(asked.matter.audience), "circle")
    return {name: [said] if isinstance(said, str) else said for name, said in typed.items()}


def read_what(ask: Ask, reader: Reader, kept: Sequence[str], *, whole: bool = True) -> What:
    """Read the first page; a practice counts if it is there already or the viewer sees it."""
    named = list(ask.sent.get("practices", ()))
    seen = practice_titles(ask.conn, ask.viewer, named) if named else {}
    return forms.read_what(reader, practices={*seen, *kept}, whole=whole)


def read_how(ask: Ask, reader: Reader, *, whole: bool) -> How:
    """Read the second page; contact and alternate are offices of the own member."""
    offices = [key for key, _ in own_offices(ask.conn, ask.viewer.member)]
    return forms.read_how(reader, today=clock.today(), offices=offices, whole=whole)


def who_can_be_asked(ask: Ask) -> Choosable:
    """Return the groups, members and offices that a request can name."""
    return reader_form.choosable(ask.conn, ask.viewer, answering=True)


def missing(ask: Ask, asked: Asked) -> list[tuple[str, str]]:
    """Return (sentence, address) of all that stands in the way of submitting, checked anew."""
    what, how, readers = (Reader(p(asked)) for p in (stored_what, stored_how, stored_readers))
    forms.read_what(what, practices=asked.basis.practices)
    read_how(ask, how, whole=True)
    forms.read_readers(readers, who_can_be_asked(ask))
    pages = {"what": what, "how": how, "readers": readers}
    return [
        (sentence, f"{address(asked.matter.id, key)}#f-{name}")
        for key, reader in pages.items()
        for name, sentence in reader.errors.items()
    ]
