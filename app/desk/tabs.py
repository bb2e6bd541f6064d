"""What stands above the queue: how much waits, and the tabs by kind and by who has it."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from app.core.days import working_days
from app.core.i18n import N_, gettext, ngettext
from app.desk.queue import ITEMS, KINDS
from app.desk.rows import ALL, Holder, Tally

Tab = tuple[str, str, bool, int]
"""Its words, its address, whether it is chosen, and how much stands there."""

HOLDERS: Mapping[Holder, str] = {
    Holder.ANY: N_("Whoever has it"),
    Holder.NOBODY: N_("Nobody has it"),
    Holder.ME: N_("Mine"),
}
NOTHING: Mapping[Holder, tuple[str, str]] = {
    Holder.ANY: (
        N_("Nothing waits here"),
        N_(
            "What an office submits stands here until it is published, opened or returned with a"
            " reason."
        ),
    ),
    Holder.NOBODY: (
        N_("Nothing here that nobody has"),
        N_("Colleagues have opened or taken over all of it. Look under “Whoever has it”."),
    ),
    Holder.ME: (
        N_("You have nothing here"),
        N_(
            "What you open from the desk is yours for fifteen minutes. To keep something, choose it"
            " under “Nobody has it” and take it over."
        ),
    ),
}
"""What an empty queue says, and what to do then."""


def told(tallies: Sequence[Tally], today: date) -> str:
    """Return the figures of the desk in words: how many wait, how long, and how many are late."""
    number = sum(tally.number for tally in tallies)
    if not number:
        return gettext("Nothing waits for the Secretariat.")
    waited = working_days(min(tally.oldest for tally in tallies).date(), today)
    counted = ngettext(
        "One thing waits for the Secretariat.",
        "%(num)s things wait for the Secretariat.",
        number,
    )
    return " ".join((counted, _waited(waited), *_late(sum(tally.late for tally in tallies))))


def _waited(days: int) -> str:
    if not days:
        return gettext("The oldest has waited less than one working day.")
    return ngettext(
        "The oldest has waited %(num)s working day.",
        "The oldest has waited %(num)s working days.",
        days,
    )


def _late(number: int) -> Sequence[str]:
    if not number:
        return ()
    return (ngettext("One is late.", "%(num)s are late.", number),)


def of_kinds(tallies: Sequence[Tally], kind: str, by: Holder) -> Sequence[Tab]:
    """Return the tabs: those of items always, those of other rooms where something waits."""
    counted: Mapping[str, int] = {tally.kind: tally.held(by) for tally in tallies}
    return [
        (gettext("All"), href(ALL, by), kind == ALL, sum(counted.values())),
        *(
            (gettext(words), href(name, by), kind == name, counted.get(name, 0))
            for name, words in KINDS.items()
            if name in ITEMS or counted.get(name) or name == kind
        ),
    ]


def of_holders(tallies: Sequence[Tally], kind: str, by: Holder) -> Sequence[Tab]:
    """Return the tabs by who has it, counted within the kind that is shown."""
    here = [tally for tally in tallies if kind in {ALL, tally.kind}]
    return [
        (gettext(words), href(kind, one), by == one, sum(tally.held(one) for tally in here))
        for one, words in HOLDERS.items()
    ]


def nothing(by: Holder) -> tuple[str, str]:
    """Return what an empty queue says, and what to do then."""
    head, words = NOTHING[by]
    return gettext(head), gettext(words)


def href(kind: str, by: Holder, after: str = "") -> str:
    """Return the address of a page of the queue."""
    said = {"kind": kind, "by": by, "after": after}
    asked = urlencode([(name, value) for name, value in said.items() if value])
    return f"/desk?{asked}" if asked else "/desk"
