"""How likely a member could help, and why: no member is compared with another before readers.

The weights were chosen on the seeds ``TUNING`` of ``bench/partners.py`` and are judged on others
(``python -m bench.matching``). They say, roughly: what a member declares counts most, then what it
did for whoever asks, then what it published; each more of the same counts less; help in a language
that nobody shares is hardly any; who gives much already comes later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.matching.evidence import Declared, Known, Offers, Wish

BEST = 5
"""So many are suggested: an office writes to five, not to fifty."""

_DECLARED, _PUBLISHED, _MET, _NOT_MET = 1.0, 0.7, 0.9, -0.6
_ENOUGH = 2.0
"""With so much evidence of a theme half is known of what could be."""
_FORM, _FORM_DECLARED, _FORM_GIVEN = 0.5, 0.8, 0.9
_LANGUAGE, _OTHER_LANGUAGE = 0.4, 0.17
_NEAR = 1.5
_BUSY = 0.15
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """A member that could help, with what speaks for it; ``value`` orders and is never shown."""

    known: Known
    value: float
    declared: tuple[Declared, ...]
    published: tuple[str, ...]
    given: tuple[str, ...]
    languages: frozenset[str]
    near: bool
    full: tuple[Declared, ...] = ()


def fit(wish: Wish, known: Known) -> Fit | None:
    """Return how a member fits, None where nothing says that it knows one of the themes."""
    value = _value(wish, known)
    return None if value is None else _fit(wish, known, value)


def _value(wish: Wish, known: Known) -> float | None:
    """Return what orders members, None where nothing says that one knows one of the themes."""
    offers = Offers.of(known.declared)
    evidence = [_of_theme(theme, known, offers) for theme in wish.in_order]
    if max(evidence, default=0) <= 0:
        return None
    value = sum([_enough(amount) for amount in evidence]) / len(evidence)
    value *= _form(wish, known, offers) * _language(wish, offers)
    value *= (_NEAR if _near(wish, known) else 1) / (1 + _BUSY * known.busy)
    return value


def _near(wish: Wish, known: Known) -> bool:
    return wish.region is not None and wish.region == known.region


def _fit(wish: Wish, known: Known, value: float) -> Fit:
    return Fit(
        known=known,
        value=value,
        declared=_nearest(wish, known.declared),
        published=tuple(t for t in sorted(wish.themes) if known.practices.get(t)),
        given=_given(wish, known),
        languages=Offers.of(known.declared).speaks & wish.languages,
        near=_near(wish, known),
        full=_nearest(wish, known.full),
    )


def _nearest(wish: Wish, declared: Iterable[Declared]) -> tuple[Declared, ...]:
    """Return the offers about one of the themes, the one that shares most first."""

    def place(one: Declared) -> tuple[int, int, int, str]:
        shared = (one.modalities & wish.modalities, one.languages & wish.languages)
        return (-sum(map(bool, shared)), -len(one.themes & wish.themes), -len(one.themes), one.id)

    return tuple(sorted((one for one in declared if one.themes & wish.themes), key=place))


def best(wish: Wish, members: Iterable[Known], most: int = BEST) -> Sequence[Fit]:
    """Return the members that could most likely help, the likeliest first."""
    return [_fit(wish, one, value) for value, one in _valued(wish, members)[:most]]


def ordered(wish: Wish, members: Iterable[Known]) -> Sequence[Known]:
    """Return the members that could help, the likeliest first."""
    return [one for _value, one in _valued(wish, members)]


def _valued(wish: Wish, members: Iterable[Known]) -> Sequence[tuple[float, Known]]:
    valued = [(value, one) for one in members if (value := _value(wish, one)) is not None]
    return sorted(valued, key=lambda pair: (-pair[0], pair[1].member))


def _of_theme(theme: str, known: Known, offers: Offers) -> float:
    """Return how much speaks for it that a member knows a theme."""
    found = _DECLARED * offers.about.get(theme, 0) + _PUBLISHED * known.practices.get(theme, 0)
    if not known.helped:
        return found
    given = [one.met for one in known.helped if theme in one.themes]
    return found + _MET * sum(given) + _NOT_MET * (len(given) - sum(given))


def _enough(amount: float) -> float:
    return max(amount, 0) / (max(amount, 0) + _ENOUGH)


def _form(wish: Wish, known: Known, offers: Offers) -> float:
    """Return how likely a member helps in the form that is asked for."""
    if any(wish.modalities & offers.forms_about.get(theme, _NONE) for theme in wish.themes):
        return 1
    found = _FORM_DECLARED if wish.modalities & offers.forms else _FORM
    given = any(one.met and one.modalities & wish.modalities for one in known.helped)
    return max(found, _FORM_GIVEN) if given else found


def _language(wish: Wish, offers: Offers) -> float:
    if wish.languages & offers.speaks:
        return 1
    return _OTHER_LANGUAGE if offers else _LANGUAGE


def _given(wish: Wish, known: Known) -> tuple[str, ...]:
    """Return the themes with which a member helped before, so that the aim was met."""
    themes = frozenset[str]().union(*(one.themes for one in known.helped if one.met))
    return tuple(sorted(themes & wish.themes))
