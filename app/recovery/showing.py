"""A recovery in words: for the Secretariat, which reads why, and for the person, who does not."""

from collections.abc import Sequence

from app.core.i18n import gettext
from app.identity.people import named
from app.recovery.queries import Shown
from app.recovery.rules import CHECKS, GIVEN, REASONS, STANDING
from app.web.components import date_words, moment_words

Facts = Sequence[tuple[str, str]]


def for_person(one: Shown) -> Facts:
    """Return what the person learns: what is given, how far it has come, and until when."""
    return _kept(
        (gettext("What is given"), gettext(GIVEN[one.life.gives])),
        (gettext("How far it has come"), gettext(STANDING[one.life.stage])),
        (gettext("Proposed on"), date_words(one.proposed_at)),
        (
            gettext("Takes effect on"),
            moment_words(one.life.due_at) if one.life.due_at and not one.life.effect_at else "",
        ),
    )


def for_secretariat(one: Shown) -> Facts:
    """Return all that is known; what has not happened is left out."""
    return [
        *for_person(one),
        *_kept(
            (gettext("Why"), gettext(REASONS[one.reason])),
            (gettext("The reason in words"), one.reason_words),
            (gettext("How the person was checked"), gettext(CHECKS[one.checked])),
            (gettext("The check in words"), one.checked_words),
            (gettext("Proposed by"), named(one.proposer or "")),
            (
                gettext("Agreed to by"),
                named(one.second or "") if one.agreed_at else "",
            ),
            (
                gettext("The link works until"),
                moment_words(one.link_until) if one.link_until and one.life.goes_on else "",
            ),
        ),
    ]


def _kept(*said: tuple[str, str]) -> Facts:
    return [(label, words) for label, words in said if words]
