"""What is said of the language in which an entry is read: who translated it, when, and of what."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.i18n import gettext
from app.practices import speaking
from app.practices.speaking import Voice
from app.practices.translating.values import Translation
from app.vocabulary import languages
from app.web.components import date_words


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language in which an entry can be read."""

    code: str
    own_name: str
    href: str
    current: bool
    original: bool


def tongues(voice: Voice) -> Sequence[Tongue]:
    """Return the languages in which an entry can be read; none where there is only its own."""
    entry, found = voice.entry, speaking.tongues(voice.entry)
    if len(found) == 1:
        return ()
    return [
        Tongue(
            code=code,
            own_name=_own(code),
            href=f"/practices/{entry.id}?in={code}",
            current=code == voice.reads,
            original=code == entry.language,
        )
        for code in found
    ]


def whose(voice: Voice) -> str:
    """Return who translated what is read, and when; nothing for what is read as written."""
    entry, made = voice.entry, voice.translation
    if made is None:
        second = gettext("Only the summary is in this language; its office wrote it.")
        return second if voice.second else ""
    said = {
        "language": called(entry.language),
        "who": gettext(made.member_name),
        "date": date_words(made.at.date()),
    }
    if made.agreed_by is None:
        return gettext("Translated from %(language)s by %(who)s, %(date)s.", **said)
    return gettext(
        "Translated from %(language)s by %(who)s and taken up by %(owner)s, %(date)s.",
        owner=gettext(made.agreed_by),
        **said,
    )


def stale(voice: Voice) -> tuple[str, str] | None:
    """Return that the entry has changed since it was translated, and where that is shown."""
    made = voice.translation
    if made is None or not made.stale:
        return None
    return stale_words(made), changes(voice.entry.id, made)


def stale_words(made: Translation) -> str:
    """Return of which version a translation is that is older than the entry."""
    day = date_words(made.made_for_at.date())
    return gettext(
        "This is a translation of the version of %(date)s. The entry has changed since.", date=day
    )


def changes(item_id: str, made: Translation) -> str:
    """Return where it is shown what changed since an entry was translated."""
    return f"/practices/{item_id}/versions?older={made.made_for}&newer={made.current}"


def beneath(voice: Voice) -> str:
    """Return the words of a card about the language in which it is read."""
    if voice.translation:
        return gettext("Translated from %(language)s", language=called(voice.entry.language))
    if voice.second:
        return gettext("The entry is in %(language)s", language=called(voice.entry.language))
    return ""


def called(code: str) -> str:
    """Return a language as the reader calls it."""
    return gettext(languages.label(code)) if code in languages.codes() else code


def _own(code: str) -> str:
    return languages.own_name(code) if code in languages.codes() else code
