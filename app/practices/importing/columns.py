"""The columns of the table of practices that is taken in, each explained, and a worked example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.i18n import N_
from app.directory.sheet import Columns
from app.practices.exporting import NAMES


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the field of the form that it fills, and what is written there."""

    name: str
    field: str
    says: str
    several: bool = False


CODE_OR_NAME = N_("Codes or names, several with a semicolon between them.")
COLUMNS: Sequence[Column] = (
    Column("title", "title", N_("Needed. What was done, in one line of at most 120 characters.")),
    Column("summary", "summary", N_("Needed. The result in one sentence.")),
    Column(
        "description", "description", N_("Needed. What it is; a blank line begins a paragraph.")
    ),
    Column("themes", "themes", CODE_OR_NAME, several=True),
    Column("language", "language", N_("Needed. Two letters, such as en, or the name.")),
    Column("responsible_body", "responsible_body", N_("The ministry, council or office.")),
    Column("legal_basis", "legal_basis", N_("A law, a decree, a decision.")),
    Column("partners", "partners", N_("Several with a semicolon between them."), several=True),
    Column("year_from", "year_from", N_("The first year, with four digits.")),
    Column("year_to", "year_to", N_("The last year; empty while it goes on.")),
    Column("year_note", "year_note", N_("What these years are.")),
    Column("status", "status", N_("A code or name; empty where it is not known.")),
    Column("cost", "cost", N_("Roughly: people, hours, money.")),
    Column("pillars", "pillars", CODE_OR_NAME, several=True),
    Column("practical_steps", "practical_steps", CODE_OR_NAME, several=True),
    Column("risk_factors", "risk_factors", CODE_OR_NAME, several=True),
    Column("what_worked", "what_worked", N_("What made it work.")),
    Column("what_did_not", "what_did_not", N_("What did not work.")),
    Column("transfer_conditions", "transfer_conditions", N_("What another state would need.")),
    Column("sources", "sources", N_("Title and address, several with a semicolon."), several=True),
    Column("second_language", "second_language", N_("Language of the second summary.")),
    Column("second_summary", "second_summary", N_("Summary in a second language, 80 words.")),
)
BY_NAME: Mapping[str, Column] = {one.name: one for one in COLUMNS}
LEFT_OUT = tuple(name for name in NAMES if name not in BY_NAME)
"""What the table of the list says besides: it is the portal's own to say, and left out here."""
TEMPLATE = Columns(tuple(BY_NAME), needed=("title", "summary", "description", "themes", "language"))
TABLE = Columns((*BY_NAME, *LEFT_OUT), TEMPLATE.needed)

EXAMPLE: Mapping[str, str] = {
    "title": "EXAMPLE, delete this row: One page from two ministries",
    "summary": "A change in one ministry is seen in the other on the same day.",
    "description": "Each Monday two desk officers fill in half a page.\n\nIt is kept for a year.",
    "themes": "early-warning",
    "language": "en",
    "responsible_body": "Ministry of the Interior",
    "partners": "Ministry of Justice; National Peace Council",
    "year_from": "2019",
    "pillars": "1",
    "risk_factors": "1; 6",
    "sources": "Yearly report https://example.org/report; Decree 12 of 2019",
    "second_language": "fr",
    "second_summary": "Deux ministères remplissent chaque lundi une demi-page commune.",
}
EXAMPLE_BEGINS = "EXAMPLE, delete this row"
