"""Why a member could help, in words of the reader."""

from collections.abc import Collection, Mapping, Sequence

from app.core.i18n import gettext, listed, ngettext
from app.matching.evidence import Declared, Wish
from app.matching.rules import Fit
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES, named


def reasons(fit: Fit, wish: Wish) -> Sequence[str]:
    """Return what speaks for a member, the strongest first; what it gives to others is not said."""
    return [
        *(_offer(one, wish) for one in fit.declared[:1]),
        *(_published(theme, fit.known.practices[theme]) for theme in fit.published),
        *_given(fit),
        *_region(fit),
        *(gettext("Its standing offer for this is full for this year") for _ in fit.full[:1]),
    ]


def _offer(one: Declared, wish: Wish) -> str:
    """Return what a standing offer shares with what is asked for."""
    themes = _in_words(one.themes & wish.themes, THEMES)
    forms = _in_words(one.modalities & wish.modalities, MODALITIES)
    languages = _in_words(one.languages & wish.languages, LANGUAGES)
    if forms and languages:
        return gettext(
            "Same theme (%(themes)s), form of help (%(forms)s) and language (%(languages)s)",
            themes=themes, forms=forms, languages=languages,
        )  # fmt: skip
    if forms:
        return gettext(
            "Same theme (%(themes)s) and form of help (%(forms)s), in another language",
            themes=themes, forms=forms,
        )  # fmt: skip
    if languages:
        return gettext(
            "Same theme (%(themes)s) and language (%(languages)s), in another form of help",
            themes=themes, languages=languages,
        )  # fmt: skip
    return gettext("Same theme (%(themes)s)", themes=themes)


def own_reasons(fit: Fit, wish: Wish) -> Sequence[str]:
    """Return the same to the member itself."""
    return [
        *(_own_offer(one, wish) for one in fit.declared[:1]),
        *(_own(theme, fit.known.practices[theme]) for theme in fit.published),
        *_region(fit),
        *(gettext("Your standing offer for this is full for this year") for _ in fit.full[:1]),
    ]


def _own_offer(one: Declared, wish: Wish) -> str:
    return gettext("Your standing offer: %(shared)s", shared=_offer(one, wish))


def _published(theme: str, number: int) -> str:
    return ngettext(
        "%(num)s practice of its own on %(theme)s",
        "%(num)s practices of its own on %(theme)s",
        number,
        theme=_in_words([theme], THEMES),
    )


def _own(theme: str, number: int) -> str:
    return ngettext(
        "%(num)s practice of yours on %(theme)s",
        "%(num)s practices of yours on %(theme)s",
        number,
        theme=_in_words([theme], THEMES),
    )


def _given(fit: Fit) -> Sequence[str]:
    if not fit.given:
        return []
    themes = _in_words(fit.given, THEMES)
    return [gettext("Has helped the office that asks before (%(themes)s)", themes=themes)]


def _region(fit: Fit) -> Sequence[str]:
    return [gettext("Same regional group")] if fit.near else []


def _in_words(codes: Collection[str], label: Mapping[str, str]) -> str:
    return listed(named(sorted(codes), label))
