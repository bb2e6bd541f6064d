"""The words of the fixed lists by code, as forms offer them and pages say them."""

from collections.abc import Collection, Mapping

from app.core.i18n import gettext
from app.vocabulary import languages, modalities, themes

THEMES = {term.code: term.label for term in themes.THEMES}
MODALITIES = {term.code: term.label for term in modalities.MODALITIES}
LANGUAGES = {term.code: term.label for term in languages.LANGUAGES}


def named(codes: Collection[str], label: Mapping[str, str]) -> list[str]:
    """Return the words of ``codes`` in the reader's language."""
    return [gettext(label[code]) for code in codes]


def options(label: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the choices of a field; that it is a tuple says that the list is a fixed one."""
    return tuple([(code, gettext(msgid)) for code, msgid in label.items()])
