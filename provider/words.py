"""The provider's own few words and its languages; it borrows none from the portal.

Catalogues stand in ``provider/locale/<code>/LC_MESSAGES/provider.mo``; a language exists because
its folder exists. English is the language of the message ids.
"""

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
SOURCE = "en"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark ``message`` for the catalogue and return it unchanged."""
    return message


LANGUAGES = (SOURCE, *sorted(file.parts[-3] for file in LOCALE.glob("*/LC_MESSAGES/provider.mo")))
WORDS: Mapping[str, str] = {
    "demo": N_("Demonstration. Everybody on this page is made up."),
    "title": N_("Choose who you are"),
    "lede": N_(
        "This is a demonstration: the persons below do not exist, and nobody needs a "
        "password. Choose one, and you are signed in as that person."
    ),
    "back": N_("Afterwards you return to %(host)s."),
    "secretariat": N_("Secretariat"),
    "focal-points": N_("Focal Points"),
    "others": N_("Others"),
    "cancel": N_("Go back without signing in"),
    "foot": N_(
        "Write nothing confidential here: whoever opens this address can sign in as any of "
        "these persons."
    ),
    "refused": N_("This does not lead on"),
    "left": N_("You are signed out"),
    "left-body": N_(
        "The demonstration provider keeps no session of its own: next time it asks again who "
        "you are. You can close this page."
    ),
    "client": N_(
        "The application that sent you here is not registered with this provider. Tell "
        "whoever runs it."
    ),
    "address": N_(
        "The application wants you to return to an address that is not registered here, so "
        "you are not sent there. Tell whoever runs it."
    ),
    "request": N_(
        "The request that brought you here is incomplete or damaged. Go back to where you "
        "came from and start again."
    ),
    "late": N_(
        "This sign-in was already used, or is older than ten minutes. Go back to where you "
        "came from and start again."
    ),
    "person": N_(
        "This provider does not know the person you chose. Go back and choose one of those on"
        " the page."
    ),
    "foreign": N_(
        "This choice was not sent from this provider's own page. Go back to where you came "
        "from and start again."
    ),
    "token": N_(
        "The request to sign out carries a proof or an address that this provider does not "
        "accept, so you stay here. You can close this page."
    ),
    "missing": N_("There is nothing at this address."),
    "method": N_("This address cannot be used in this way."),
    "fault": N_("Something went wrong here. Go back to where you came from and start again."),
}
"""Every word of the demonstration's pages by its key."""


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the catalogue of one of ``LANGUAGES``."""
    return translation("provider", LOCALE, languages=[language], fallback=True)


def words_in(language: str, words: Mapping[str, str] = WORDS) -> Mapping[str, str]:
    """Return words (the demonstration's, if not told others) in one of ``LANGUAGES``."""
    return {key: catalogue(language).gettext(one) for key, one in words.items()}


def choose_language(ui_locales: str, accept: str) -> str:
    """Return the first language we speak of ``ui_locales``, else of ``Accept-Language``."""
    wishes = [*ui_locales.split(), *_by_weight(accept)]
    spoken = (wish.lower().replace("_", "-").partition("-")[0] for wish in wishes)
    return next((language for language in spoken if language in LANGUAGES), LANGUAGES[0])


def _by_weight(accept: str) -> list[str]:
    """Return the languages of an ``Accept-Language`` header, the dearest first."""
    weighed = []
    for part in accept.split(","):
        language, _, weight = part.partition(";")
        weighed.append((_number(weight.strip().removeprefix("q=")), language.strip()))
    ordered = sorted(weighed, key=lambda item: item[0], reverse=True)
    return [language for weight, language in ordered if weight > 0]


def _number(weight: str) -> float:
    try:
        return float(weight or "1")
    except ValueError:
        return 0.0
