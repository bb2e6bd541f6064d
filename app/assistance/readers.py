"""Who can see a request, said in words: a sign, its name, and the sentence beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.access.audience import Audience, Circle
from app.assistance.rules import CIRCULATED, Stage
from app.core.i18n import N_, gettext, listed, ngettext
from app.vocabulary import regional_groups

NAMED = 4
"""So many members are named; beyond that they are counted."""

SIGNS: Mapping[Circle, str] = {
    Circle.NETWORK: "network",
    Circle.GROUP: "group",
    Circle.MEMBERS: "chosen",
    Circle.SECRETARIAT: "secretariat",
}
LABELS: Mapping[Circle, str] = {
    Circle.NETWORK: N_("Network"),
    Circle.MEMBERS: N_("Chosen members"),
    Circle.SECRETARIAT: N_("Secretariat"),
}
CHOICES: Mapping[Circle, tuple[str, str]] = {
    Circle.NETWORK: (
        N_("All members"),
        N_("Every appointed Focal Point and alternate, and the Secretariat"),
    ),
    Circle.GROUP: (
        N_("Regional groups"),
        N_("The Focal Points and alternates of the groups you choose, and the Secretariat"),
    ),
    Circle.MEMBERS: (N_("Named members"), N_("The members you name, and the Secretariat")),
    Circle.SECRETARIAT: (
        N_("Secretariat only"),
        N_("No other member: the Secretariat looks for help or answers itself"),
    ),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What ``ui.seen`` shows."""

    sign: str
    label: str
    sentence: str


def label_of(audience: Audience) -> str:
    """Return the words of the audience's sign."""
    if audience.circle == Circle.GROUP:
        return listed([gettext(regional_groups.short(code)) for code in audience.codes])
    return gettext(LABELS[audience.circle])


def seen_now(
    stage: str, owner: str, audience: Audience, names: Mapping[str, str], *, was_out: bool
) -> Seen:
    """Return who can see a request of ``owner`` (a msgid) in ``stage``."""
    asks = gettext(owner)
    if stage in CIRCULATED:
        return seen_once_open(owner, audience, names)
    if stage == Stage.DRAFT or (stage == Stage.WITHDRAWN and not was_out):
        return Seen(
            "office",
            gettext("Your office"),
            gettext("The Focal Point and alternate of %(member)s. Nobody else.", member=asks),
        )
    if stage == Stage.WITHDRAWN:
        sentence = gettext(
            "%(member)s, the members that had offered, and the Secretariat. Never public.",
            member=asks,
        )
    else:
        sentence = gettext("%(member)s and the Secretariat. Never public.", member=asks)
    return Seen("secretariat", gettext("Secretariat"), sentence)


def seen_once_open(owner: str, audience: Audience, names: Mapping[str, str]) -> Seen:
    """Return who can see a request of ``owner`` once it is open; ``names`` are msgids by code."""
    return Seen(
        SIGNS[audience.circle], label_of(audience), _sentence(gettext(owner), audience, names)
    )


def _sentence(asks: str, audience: Audience, names: Mapping[str, str]) -> str:
    match audience.circle:
        case Circle.GROUP:
            return gettext(
                "%(member)s, the Focal Points and alternates of %(groups)s, and the Secretariat."
                " Never public.",
                member=asks,
                groups=label_of(audience),
            )
        case Circle.MEMBERS:
            return _members(asks, audience.codes, names)
        case Circle.SECRETARIAT:
            return gettext("%(member)s and the Secretariat. Never public.", member=asks)
    return gettext(
        "%(member)s, every appointed Focal Point and alternate, and the Secretariat. Never public.",
        member=asks,
    )


def _members(asks: str, codes: Collection[str], names: Mapping[str, str]) -> str:
    known = sorted(gettext(names.get(code, code)) for code in codes)
    more = len(known) - NAMED
    if more > 0:
        return ngettext(
            "%(member)s, %(members)s, %(num)s more member, and the Secretariat. Never public.",
            "%(member)s, %(members)s, %(num)s more members, and the Secretariat. Never public.",
            more,
            member=asks,
            members=", ".join(known[:NAMED]),
        )
    return gettext(
        "%(members)s. Never public.", members=listed([asks, *known, gettext("the Secretariat")])
    )
