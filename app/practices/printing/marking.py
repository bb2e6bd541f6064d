"""What each page of what is not for everybody says: who reads it, and for whom it was made."""

from collections.abc import Mapping
from datetime import datetime

from app.access.audience import Audience, Circle
from app.core.i18n import N_, gettext
from app.practices.rules import OUT, Stage
from app.web.components import date_words

FOR: Mapping[Circle, str] = {
    Circle.NETWORK: N_("For the network only. Made for %(name)s on %(day)s."),
    Circle.SECRETARIAT: N_(
        "For its office and the Secretariat only. Made for %(name)s on %(day)s."
    ),
}
NOT_OUT = N_("Not published. For its office only. Made for %(name)s on %(day)s.")
SUBMITTED = N_(
    "Not published. For its office and the Secretariat only. Made for %(name)s on %(day)s."
)
FOR_CHOSEN = N_("For chosen readers only. Made for %(name)s on %(day)s.")


def mark_of(stage: str, audience: Audience, name: str, at: datetime) -> str:
    """Return the line of a practice that is not out, or whose audience is not everybody."""
    said = FOR.get(audience.circle, FOR_CHOSEN)
    if stage not in OUT:
        said = NOT_OUT if stage == Stage.DRAFT else SUBMITTED
    return gettext(said, name=name, day=date_words(at.date()))
