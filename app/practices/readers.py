"""Who can read a practice, said in words: the audience's sign, its name and its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.access.audience import Audience, Circle
from app.access.viewer import Office
from app.core.i18n import N_, gettext, listed, ngettext
from app.practices.rules import Stage
from app.vocabulary import regional_groups

NAMED = 4
"""So many members are named; the others are counted."""

UN_ENGLISH = "en_GB"
"""English lists are written as the United Nations does: no comma before "and"."""

SIGNS: Mapping[Circle, str] = {
    Circle.PUBLIC: "public",
    Circle.NETWORK: "network",
    Circle.GROUP: "group",
    Circle.MEMBERS: "chosen",
    Circle.SECRETARIAT: "secretariat",
}
LABELS: Mapping[Circle, str] = {
    Circle.PUBLIC: N_("Public"),
    Circle.NETWORK: N_("Network"),
    Circle.MEMBERS: N_("Chosen members"),
    Circle.SECRETARIAT: N_("Secretariat"),
}
HINTS: Mapping[Circle, str] = {
    Circle.PUBLIC: N_("Anyone, and search engines"),
    Circle.NETWORK: N_("Appointed Focal Points, alternates and the Secretariat"),
    Circle.GROUP: N_("Focal Points of your regional group, and the Secretariat"),
    Circle.MEMBERS: N_("The members you name next, and the Secretariat"),
    Circle.SECRETARIAT: N_("Your office and the Secretariat"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What ``ui.seen`` shows."""

    sign: str
    label: str
    sentence: str


def seen(audience: Audience, owners: Sequence[str], names: Mapping[str, str]) -> Seen:
    """Return who will read what ``owners`` open to ``audience``; ``names`` are msgids by code."""
    return Seen(SIGNS[audience.circle], label(audience), sentence(audience, owners, names))


def seen_now(
    stage: str, audience: Audience, owners: Sequence[str], names: Mapping[str, str]
) -> Seen:
    """Return who sees a practice in ``stage``: its readers only once it is published."""
    if stage == Stage.PUBLISHED:
        return seen(audience, owners, names)
    owner = named(owners, names)
    if stage == Stage.DRAFT:
        words = gettext("Only the office that writes it (%(owner)s) sees it.", owner=owner)
        return Seen("office", gettext("The office"), words)
    words = gettext("Seen by its office (%(owner)s) and by the Secretariat.", owner=owner)
    return Seen(SIGNS[Circle.SECRETARIAT], gettext(LABELS[Circle.SECRETARIAT]), words)


def label(audience: Audience) -> str:
    """Return the words of the audience's sign."""
    if audience.circle is Circle.GROUP:
        return listed([gettext(regional_groups.short(code)) for code in audience.codes])
    return gettext(LABELS[audience.circle])


def sentence(audience: Audience, owners: Sequence[str], names: Mapping[str, str]) -> str:
    """Return the sentence that says who reads it, and who does not."""
    match audience.circle:
        case Circle.PUBLIC:
            return gettext("Anyone can read this entry, and search engines can find it.")
        case Circle.NETWORK:
            return gettext(
                "Read by every appointed Focal Point and alternate, and by the Secretariat."
                " Not by observers, missions or the public."
            )
        case Circle.GROUP:
            return gettext(
                "Read by the Focal Points and alternates of this group: %(group)s,"
                " by the owners, and by the Secretariat. Never public.",
                group=label(audience),
            )
        case Circle.MEMBERS:
            return _members({*audience.codes, *owners}, names)
        case Circle.SECRETARIAT:
            return gettext(
                "Read by the office that wrote it (%(owner)s) and by the Secretariat."
                " Never public.",
                owner=named(owners, names),
            )


def _members(codes: set[str], names: Mapping[str, str]) -> str:
    known = sorted(gettext(names.get(code, code)) for code in codes)
    more = len(known) - NAMED
    if more > 0:
        return ngettext(
            "Read by the offices of %(members)s and %(num)s more member,"
            " and by the Secretariat. Never public.",
            "Read by the offices of %(members)s and %(num)s more members,"
            " and by the Secretariat. Never public.",
            more,
            members=", ".join(known[:NAMED]),
        )
    return gettext(
        "Read by the offices of %(members)s, and by the Secretariat. Never public.",
        members=listed(known),
    )


def of_comments(audience: Audience) -> Seen:
    """Return who reads the comments on what is open to ``audience``."""
    if audience.circle in {Circle.PUBLIC, Circle.NETWORK}:
        words = gettext("Read by appointed Focal Points, alternates and the Secretariat.")
        return Seen(SIGNS[Circle.NETWORK], gettext(LABELS[Circle.NETWORK]), words)
    words = gettext("Read by those who read this entry, and by nobody else.")
    return Seen(SIGNS[audience.circle], label(audience), words)


def named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Return the names of members as a list in the reader's language."""
    return listed([gettext(names.get(code, code)) for code in codes])


def options(office: Office) -> list[tuple[str, str, str, str]]:
    """Return the audiences that an office can choose, for ``ui.audiences``."""
    group = office.group
    return [
        (
            str(circle),
            SIGNS[circle],
            gettext(regional_groups.short(group))
            if circle is Circle.GROUP and group
            else gettext(LABELS.get(circle, "")),
            gettext(HINTS[circle]),
        )
        for circle in Circle
        if circle is not Circle.GROUP or group
    ]
