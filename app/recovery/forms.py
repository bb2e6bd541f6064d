"""What one fills in who proposes to help a person in again, and who redeems the link."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.core.i18n import N_
from app.recovery.rules import CHECKS, REASONS, Gives, Reason
from app.text.normalise import normalise
from app.web.forms import Form, Reader, Sent

GIVES_MISSING = N_("Choose what is to be given.")
REASON_MISSING = N_("Choose why the person cannot come in.")
WORDS_MISSING = N_("Write in one or two sentences what the reason is.")
CHECK_MISSING = N_("Choose how you found out that it is the person who asks.")
HOW_MISSING = N_("Write who found it out, when, and by which number or paper.")
STOPPED = N_("The person stopped this lately. Tick that you know why, or do not propose it.")
PROVIDER_MISSING = N_("Choose where you sign in now.")
NO_PROVIDER = N_(
    "No provider of sign-ins that this portal knows speaks for this member. Ask the Secretariat."
)
NOT_THE_PERSON = N_(
    "Name and member do not both fit this link. Type your full name as the portal knows it, and"
    " the name of the member."
)
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is proposed, and on what it rests."""

    gives: str
    reason: str
    reason_words: str
    checked: str
    checked_words: str


def wish(sent: Sent, *, stopped: bool) -> tuple[Wish | None, Form]:
    """Return what is proposed, None while something is wrong.

    ``stopped`` says that the person stopped the like of it lately.
    """
    reader = Reader(sent)
    gives = reader.choice("gives", list(Gives), missing=GIVES_MISSING)
    reason = reader.choice("reason", list(REASONS), missing=REASON_MISSING)
    missing = WORDS_MISSING if reason == Reason.OTHER else ""
    words = reader.straight("reason_words", most=LONGEST, missing=missing)
    checked = reader.choice("checked", list(CHECKS), missing=CHECK_MISSING)
    how = reader.straight("checked_words", most=LONGEST, missing=HOW_MISSING)
    if stopped and not reader.checked("aware"):
        reader.wrong("aware", STOPPED)
    made = Wish(gives, reason, words, checked, how)
    return (made if reader.form.good else None), reader.form


def confirmed(
    sent: Sent, name: str, members: Collection[str], providers: Sequence[str], *, none: str
) -> tuple[str, Form]:
    """Return the provider once name and member were typed, nothing while they do not fit.

    ``members`` are all the names of the members the person may name. One sentence answers a wrong
    name and a wrong member alike, and says nothing of ``providers``: they would name the member.
    ``none`` is said where there are none.
    Where there is one it need not be chosen; where nothing is wrong and nothing returned, it has.
    """
    reader = Reader(sent)
    typed = reader.line("name", most=120, missing=NOT_THE_PERSON)
    member = reader.line("member", most=120)
    fits = normalise(typed) == normalise(name)
    if not fits or normalise(member) not in {normalise(one) for one in members}:
        reader.wrong("name", NOT_THE_PERSON)
    if not reader.form.good:
        return "", reader.form
    if not providers:
        reader.wrong("name", none)
    elif "provider" in sent:
        chosen = reader.choice("provider", providers, missing=PROVIDER_MISSING)
        return (chosen if reader.form.good else ""), reader.form
    return (providers[0] if len(providers) == 1 else ""), reader.form
