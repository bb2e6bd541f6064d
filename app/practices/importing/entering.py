"""What becomes of rows that the Secretariat takes in: from public sources, or for an office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import Viewer
from app.core.i18n import N_, gettext, languages, use_language
from app.core.seal import Seal
from app.directory.queries import member_names
from app.directory.sheet import Line
from app.files.readying import Ready
from app.items import actions as items
from app.items import ledger
from app.practices import actions
from app.practices.behalf import actions as behalf
from app.practices.behalf.papers import papers_of
from app.practices.behalf.queries import Seat
from app.practices.entry import PUBLIC_SOURCES
from app.practices.importing.rows import Problem, Row, rows_of
from app.practices.rules import SERIES, Stage
from app.text.normalise import normalise

OWNERS = "owners"
FROM_SOURCES = "practices-from-sources"
NO_SOURCE = N_("Name at least one source: whoever reads it has to be able to look it up.")
NO_OWNER = N_("Name the state or organisation whose practice it is.")
UNKNOWN_OWNER = N_("“%(value)s” is no member here. Write its code or its name.")


@dataclass(frozen=True, slots=True)
class Asked:
    """The office that asked for the rows by a letter of a day."""

    seat: Seat
    day: date

    @property
    def dataset(self) -> str:
        """The data set in which the ledger keeps what was made."""
        return f"practices-for-{self.seat.id}"


def for_office(conn: Connection, lines: Sequence[Line], asked: Asked) -> Sequence[Row]:
    """Return what each line would become for an office."""
    return rows_of(lines, ledger.items_in(conn, asked.dataset))


def from_sources(conn: Connection, lines: Sequence[Line]) -> Sequence[tuple[Row, Sequence[str]]]:
    """Return what each line would become, with the codes of those whose practice it is."""
    codes = _codes(conn)
    rows = rows_of(lines, ledger.items_in(conn, FROM_SOURCES))
    return [_sourced(row, line, codes) for row, line in zip(rows, lines, strict=True)]


def _sourced(row: Row, line: Line, codes: Mapping[str, str]) -> tuple[Row, Sequence[str]]:
    named = [one.strip() for one in line[OWNERS].split(";") if one.strip()]
    problems = [
        Problem(OWNERS, one, gettext(UNKNOWN_OWNER, value=one))
        for one in named
        if normalise(one) not in codes
    ]
    if not named:
        problems.append(Problem(OWNERS, "", gettext(NO_OWNER)))
    if not row.changes.sources and not any(one.column == "sources" for one in row.problems):
        problems.append(Problem("sources", "", gettext(NO_SOURCE)))
    owners = dict.fromkeys(codes[normalise(one)] for one in named if normalise(one) in codes)
    return replace(row, problems=(*row.problems, *problems)), list(owners)


def _codes(conn: Connection) -> Mapping[str, str]:
    """Return the code of each member by its code, and by its name in every language."""
    names = {code: name for code, name in member_names(conn).items() if code != SECRETARIAT_CODE}
    found = {normalise(code): code for code in names}
    for language in languages():
        with use_language(language):
            found |= {normalise(gettext(name)): code for code, name in names.items()}
    return found | {normalise(name): code for code, name in names.items()}


def publish(db: Session, viewer: Viewer, row: Row, owners: Sequence[str]) -> None:
    """Publish a row as read from public sources: its state can claim it by confirming it."""
    said = {**row.changes.columns, "source_kind": PUBLIC_SOURCES}
    changes = replace(row.changes, columns=said, audience=Audience.of(Circle.PUBLIC))
    made = actions.create(db, viewer, owners, changes, stage=Stage.PUBLISHED)
    made.office_id, made.number = None, items.next_number(db, SERIES)
    actions.put_out(db, viewer, made, owners)
    ledger.enter(db, FROM_SOURCES, row.key, {"row": row.key}, made.id)


def begin(  # noqa: PLR0913, PLR0917 - who, what, for whom, and its letter
    db: Session, viewer: Viewer, seal: Seal, row: Row, asked: Asked, letter: Ready
) -> None:
    """Begin a row as an entry for its office, with the letter of the whole table."""
    said = {**row.changes.columns, "contact_office": asked.seat.id}
    changes = replace(row.changes, columns=said)
    made = behalf.begin(db, viewer, asked.seat, asked.day, changes)
    papers_of(seal, [asked.seat.member]).take(db, viewer, made.id, letter)
    ledger.enter(db, asked.dataset, row.key, {"row": row.key}, made.id)
