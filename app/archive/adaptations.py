"""What the office's member made of practices of others."""

from collections.abc import Sequence

from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.core.i18n import gettext
from app.practices.adapting import queries, shown
from app.practices.adapting.rules import VERDICTS, Stage
from app.practices.adapting.values import Adapted
from app.practices.adapting.wording import named


def part(sight: Sight, ids: Sequence[str]) -> Part:
    """Return the adaptations among ``ids`` that the requester sees, in that order."""
    found = (queries.one(sight.conn, sight.viewer, one) for one in ids)
    return Part(
        gettext("What was made of practices of others"),
        gettext("No such record of this office is open to you."),
        [_record(sight, one) for one in found if one],
    )


def _record(sight: Sight, one: Adapted) -> Record:
    about = [
        (gettext("State"), shown.sign(one)[1]),
        (gettext("Who reads it"), shown.seen(one).sentence),
        (gettext("What came of it"), shown.outcome(one)),
        *shown.facts(one),
    ]
    sides = sight.own or sight.viewer.in_secretariat
    hidden = one.hidden_reason if sides and one.matter.stage == Stage.HIDDEN else None
    texts = [
        (gettext("What was changed"), one.changed),
        (gettext("Why"), one.why),
        (gettext("Under which conditions it worked"), one.conditions),
        (gettext("In a few words"), one.result_note),
        (gettext("What it became"), one.led_to.title if one.led_to else None),
        (gettext("Why it was hidden"), hidden),
    ]
    practice = one.about.title if one.about else None
    return Record(named(VERDICTS[one.verdict], practice, one.member_name), about, texts)
