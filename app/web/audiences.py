"""Who reads a thing, as a sign with its word, and with the sentence that a room adds."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.access.audience import Audience, Circle
from app.core.i18n import N_, gettext, listed
from app.vocabulary import regional_groups

SIGNS: Mapping[Circle, tuple[str, str]] = {
    Circle.PUBLIC: ("public", N_("Public")),
    Circle.NETWORK: ("network", N_("Network")),
    Circle.SECRETARIAT: ("secretariat", N_("Secretariat")),
}
CHOSEN = ("chosen", N_("Chosen readers"))


@dataclass(frozen=True, slots=True)
class Seen:
    """What ``ui.seen`` shows."""

    sign: str
    label: str
    sentence: str


def sign_of(audience: Audience, *, known: bool = False) -> tuple[str, str]:
    """Return sign and word of an audience; of chosen readers only that they were chosen.

    Where all may know whom the owner chose, or its reader does (``known``), groups are named.
    """
    groups = audience.codes(Circle.GROUP)
    if groups and len(groups) == len(audience.sets) and (known or audience.told):
        return "group", listed([gettext(regional_groups.short(code)) for code in groups])
    sign, words = SIGNS.get(audience.circle, CHOSEN)
    return sign, gettext(words)
