"""What had been typed into a form that was refused: handed back, and sent again where it can be."""

from dataclasses import dataclass

from app.core.errors import (
    ConfirmNeeded,
    Frozen,
    Refusal,
    SecondFactorNeeded,
    SignInNeeded,
    StrongerNeeded,
    TooSoon,
)
from app.core.i18n import N_, gettext
from app.core.ids import new_token
from app.web import csrf
from app.web.ask import ONCE, Ask
from app.web.csrf import FormExpired

PASSKEY = "passkey_answer"
MADE_ANEW = frozenset({csrf.FIELD, ONCE, PASSKEY})
SIGN_IN_BESIDE = "/sign-in?next=/sign-in/done"
CONFIRM = "/account/confirm"
CONFIRM_BESIDE = f"{CONFIRM}?next=/sign-in/done"
SECOND_BESIDE = "/account/second-factor?next=/sign-in/done"
NOT_KEPT = frozenset({*MADE_ANEW, "office_of_form", "seen"})
"""What nobody typed; ``seen`` is the mark of the state that a form was made for."""
LATE = SignInNeeded | ConfirmNeeded | SecondFactorNeeded | StrongerNeeded | TooSoon | Frozen
SHORT = 40
"""A value up to this length without a blank stands in the list of short answers."""


@dataclass(frozen=True, slots=True)
class Again:
    """The form that was refused, ready to be sent again; ``first`` is what to do before."""

    action: str
    fields: tuple[tuple[str, str], ...]
    first: tuple[str, str] | None


def again(ask: Ask, refusal: Refusal) -> Again | None:
    """Return the form to be sent again: what was too old, too soon, or sent to a frozen portal.

    The typed words travel in this answer alone: they come back with the next press of a button,
    and the portal stores nothing of them. The token is bound to the browser and not to a session,
    so that it still holds after a sign-in in another tab.
    """
    own = csrf.surely_own(ask.request.headers, ask.portal.settings.origins)
    late = isinstance(refusal, LATE)
    if ask.request.method != "POST" or not (late or (isinstance(refusal, FormExpired) and own)):
        return None
    ask.guest = ask.visitor or new_token()
    sent = [(n, v) for n, values in ask.sent.items() for v in values if n not in MADE_ANEW]
    return Again(ask.path, tuple(sent), _first(ask, refusal))


def _first(ask: Ask, refusal: Refusal) -> tuple[str, str] | None:
    """Return what to do in a new tab before the form can be sent again."""
    if isinstance(refusal, ConfirmNeeded | StrongerNeeded):
        return CONFIRM_BESIDE, gettext(N_("Confirm in a new tab"))
    if isinstance(refusal, SecondFactorNeeded):
        return SECOND_BESIDE, gettext(N_("Show it in a new tab"))
    if ask.viewer.signed_in or isinstance(refusal, TooSoon) or ask.portal.state.now.frozen:
        return None
    return (SIGN_IN_BESIDE, gettext(N_("Sign in in a new tab")))


def typed(ask: Ask) -> tuple[str, ...]:
    """Return all that had been sent, so that nothing is lost with the form.

    Texts stand alone; short answers and choices follow together, one a line with their field.
    """
    sent = [
        (name, text)
        for name, values in ask.sent.items()
        if name not in NOT_KEPT
        for text in values
        if text.strip()
    ]
    texts = [text for _, text in sent if not _is_short(text)]
    answers = "\n".join(f"{name}: {text}" for name, text in sent if _is_short(text))
    return (*texts, answers) if answers else tuple(texts)


def _is_short(text: str) -> bool:
    return len(text) <= SHORT and not any(c.isspace() for c in text.strip())
