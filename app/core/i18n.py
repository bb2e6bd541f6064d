"""Words in several languages: catalogues, the language of the running request, marked messages.

Catalogues stand in ``app/locale/<code>/LC_MESSAGES/portal.mo``; a language exists because its
folder exists. English is the language of the message ids and needs no catalogue.
"""

import gettext as _gettext
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.lists import format_list

LOCALE_DIR = Path(__file__).parent.parent / "locale"
SOURCE_LANGUAGE = "en"
PSEUDO_LANGUAGES = frozenset({"qps"})

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark ``message`` for the catalogue and return it unchanged."""
    return message


@cache
def languages() -> tuple[str, ...]:
    """Codes of all interface languages, the source language first."""
    folders = sorted(p.parent.parent.name for p in LOCALE_DIR.glob("*/LC_MESSAGES/portal.mo"))
    offered = (code for code in folders if code not in PSEUDO_LANGUAGES)
    return (SOURCE_LANGUAGE, *(code for code in offered if code != SOURCE_LANGUAGE))


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    return _gettext.translation("portal", LOCALE_DIR, languages=[code], fallback=True)


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak ``code`` inside the block (one request, one letter)."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def set_language(code: str) -> None:
    """Speak ``code`` from here to the end of this context (one request)."""
    _language.set(code)


def language() -> str:
    """Return the code of the language now spoken."""
    return _language.get()


@cache
def locale_of(code: str) -> Locale:
    """Return Babel's locale for ``code``; pseudo languages count as English."""
    return Locale.parse(SOURCE_LANGUAGE if code in PSEUDO_LANGUAGES else code)


def listed(words: Iterable[str], *, either: bool = False) -> str:
    """Return ``words`` joined as the language now spoken joins them: by "and", or ``either`` "or".

    English is written as the United Nations writes it: no comma before "and".
    """
    code = language()
    style: Literal["or", "standard"] = "or" if either else "standard"
    return format_list(
        list(words), style=style, locale=locale_of("en_GB" if code == "en" else code)
    )


def direction(code: str) -> str:
    """Return ``"rtl"`` or ``"ltr"`` for a language code."""
    return str(locale_of(code).text_direction)


def catalogue() -> _gettext.NullTranslations:
    """Return the catalogue of the language now spoken (Jinja fills the places itself)."""
    return _catalogue(_language.get())


def gettext(message: str, /, **values: object) -> str:
    """Translate ``message`` and fill its ``%(name)s`` places."""
    text = _catalogue(_language.get()).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, n: int, /, **values: object) -> str:
    """Translate by number; ``%(num)s`` is the number itself."""
    text = _catalogue(_language.get()).ngettext(singular, plural, n)
    return text % {"num": n, **values}


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Translate ``message`` as it is meant in ``context``."""
    text = _catalogue(_language.get()).pgettext(context, message)
    return text % values if values else text
