"""Consultations on the first page of their guests."""

from collections.abc import Sequence

from app.core.i18n import gettext
from app.directory.office_showing import in_full
from app.guests.queries import Granted
from app.guests.reading import Lent
from app.guests.rules import READ_AT
from app.items.models import Kind


def lent(granted: Sequence[Granted]) -> Sequence[Lent]:
    """Return the consultations of ``granted`` as rows of the guest's first page."""
    return [
        Lent(
            f"{READ_AT[Kind.CONSULTATION]}{one.id}",
            gettext("Consultation on the manual"),
            "",
            in_full(one.office, one.member_name),
            one.last_day,
        )
        for one in granted
        if one.kind == Kind.CONSULTATION
    ]
