"""What a person may send of an adaptation."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.i18n import N_
from app.practices.adapting.audience import For
from app.practices.adapting.rules import (
    COSTS,
    EARLY,
    EFFORTS,
    TAKEN_OVER,
    VERDICTS,
    Result,
    Verdict,
)
from app.vocabulary import languages
from app.web.forms import Reader

MOST = 3_000
NOTE_MOST = 1_500
REASON_MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a member made of a practice; ``led_to`` is one of its own published practices."""

    verdict: str
    changed: str
    why: str
    conditions: str
    cost: str
    effort: str
    readers: str
    led_to: str
    language: str


def read(
    reader: Reader, *, choices: Collection[str], practices: Collection[str], default: str
) -> Said:
    """Read an adaptation written in the ``default`` language, for one of ``choices``."""
    found = Said(
        verdict=reader.choice(
            "verdict", VERDICTS, missing=N_("Say whether you adopted, adapted or declined it.")
        ),
        changed=reader.text("changed", most=MOST),
        why=reader.text("why", most=MOST, missing=N_("Say why: colleagues learn most from it.")),
        conditions=reader.text("conditions", most=MOST),
        cost=reader.choice("cost", COSTS.codes()),
        effort=reader.choice("effort", EFFORTS.codes()),
        readers=reader.choice("readers", choices) or For.MEMBERS,
        led_to=reader.choice("led_to", practices),
        language=reader.choice("language", languages.codes()) or default,
    )
    if found.verdict == Verdict.ADAPTED and not found.changed:
        reader.wrong("changed", N_("Say what you changed."))
    if found.led_to and found.verdict not in TAKEN_OVER:
        reader.wrong("led_to", N_("Nothing came of what you decided against."))
    return found


def read_result(reader: Reader) -> tuple[str, str]:
    """Read what came of it, or that it is too early to say, and the words to it."""
    known = {*Result, EARLY}
    result = reader.choice("result", known, missing=N_("Choose an answer."))
    note = reader.text("note", most=NOTE_MOST)
    if result in {Result.PARTLY, Result.FAILED} and not note:
        reader.wrong("note", N_("Say in a sentence what did not work."))
    return result, note


def read_reason(reader: Reader) -> str:
    """Read why the Secretariat hides a record."""
    return reader.text(
        "reason", most=REASON_MOST, missing=N_("Say why: the office reads your reason.")
    )
