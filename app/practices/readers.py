"""Who can read a practice, said in words: the audience's sign, its name and its sentence."""

from collections.abc import Mapping, Sequence, Sized

from app.access.audience import Audience, Circle
from app.core.i18n import N_, gettext, listed
from app.directory.audiences import Names, in_words
from app.directory.reader_form import CHOSEN
from app.practices.rules import OUT, Stage
from app.web.audiences import CHOSEN as CHOSEN_SIGN
from app.web.audiences import SIGNS, Seen, sign_of

OWNERS_TOO = N_("The offices of all its owners and the Secretariat")
HINTS: Mapping[str, str] = {
    Circle.PUBLIC: N_("Anyone, and search engines"),
    Circle.NETWORK: N_(
        "Appointed Focal Points, alternates and the Secretariat; for 90 days also the mission of a"
        " state that has no Focal Point"
    ),
    CHOSEN: N_("The groups, members and offices you name next, and the Secretariat"),
    Circle.SECRETARIAT: N_("Your office and the Secretariat"),
}
"""What an office can answer when it is asked who may read it."""


def seen(audience: Audience, owners: Sequence[str], names: Names, *, known: bool = False) -> Seen:
    """Return who will read what ``owners`` open to ``audience``.

    ``known`` when it is said to those who know whom the owner chose: itself, the Secretariat.
    """
    words = sentence(audience, owners, names, known=known)
    return Seen(*sign_of(audience, known=known), words)


def seen_now(
    stage: str, audience: Audience, owners: Sequence[str], names: Names, *, known: bool = False
) -> Seen:
    """Return who sees a practice in ``stage``: its readers only once it is published."""
    if stage in OUT:
        return seen(audience, owners, names, known=known)
    owner = named(owners, names.members)
    several = len(owners) > 1
    if stage == Stage.DRAFT:
        return _unseen(owner, several=several)
    words = gettext("Seen by its office (%(owner)s) and by the Secretariat.", owner=owner)
    if several:
        words = gettext("Seen by its owners (%(owners)s) and by the Secretariat.", owners=owner)
    sign, label = SIGNS[Circle.SECRETARIAT]
    return Seen(sign, gettext(label), words)


def _unseen(owner: str, *, several: bool) -> Seen:
    if several:
        words = gettext("Only the offices of its owners (%(owners)s) see it.", owners=owner)
        return Seen("office", gettext("Its owners"), words)
    words = gettext("Only the office that writes it (%(owner)s) sees it.", owner=owner)
    return Seen("office", gettext("The office"), words)


def sentence(
    audience: Audience, owners: Sequence[str], names: Names, *, known: bool = False
) -> str:
    """Return the sentence that says who reads it, and who does not."""
    match audience.circle:
        case Circle.PUBLIC:
            return gettext("Anyone can read this entry, and search engines can find it.")
        case Circle.NETWORK:
            return gettext(
                "Read by every appointed Focal Point and alternate, by the Secretariat, and by a"
                " mission while it reads for a state without a Focal Point. Not by observers,"
                " other missions or the public."
            )
    told = in_words(audience, names) if known or audience.told else ""
    owner = named(owners, names.members)
    if len(owners) > 1:
        return _of_several(audience, told, owner)
    if audience.circle == Circle.SECRETARIAT:
        return gettext(
            "Read by the office that wrote it (%(owner)s) and by the Secretariat. Never public.",
            owner=owner,
        )
    if told:
        return gettext(
            "Chosen: %(readers)s. The office that wrote it (%(owner)s) and the Secretariat read it"
            " too. Never public.",
            readers=told,
            owner=owner,
        )
    return gettext(
        "Read by you and others whom the office that wrote it (%(owner)s) chose,"
        " and by the Secretariat. Never public.",
        owner=owner,
    )


def _of_several(audience: Audience, told: str, owners: str) -> str:
    """Return who reads what several members own, ``told`` where those chosen are named."""
    if audience.circle == Circle.SECRETARIAT:
        return gettext(
            "Read by its owners (%(owners)s) and by the Secretariat. Never public.", owners=owners
        )
    if told:
        return gettext(
            "Chosen: %(readers)s. Its owners (%(owners)s) and the Secretariat read it too."
            " Never public.",
            readers=told,
            owners=owners,
        )
    return gettext(
        "Read by you and others whom its owners (%(owners)s) chose, and by the Secretariat."
        " Never public.",
        owners=owners,
    )


def of_comments(audience: Audience) -> Seen:
    """Return who reads the comments on what is open to ``audience``."""
    if audience.circle in {Circle.PUBLIC, Circle.NETWORK}:
        words = gettext(
            "Read by appointed Focal Points, alternates and the Secretariat, and by a mission"
            " while it reads for its state."
        )
        sign, label = SIGNS[Circle.NETWORK]
        return Seen(sign, gettext(label), words)
    words = gettext("Read by those who read this entry, and by nobody else.")
    return Seen(*sign_of(audience), words)


def named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Return the names of members as a list in the reader's language."""
    return listed([gettext(names.get(code, code)) for code in codes])


def options(owners: Sized = ()) -> list[tuple[str, str, str, str]]:
    """Return the audiences that an office can choose for what ``owners`` own."""
    hints = {**HINTS, Circle.SECRETARIAT: OWNERS_TOO} if len(owners) > 1 else HINTS
    return [(str(answer), *_sign(answer), gettext(hint)) for answer, hint in hints.items()]


def _sign(answer: str) -> tuple[str, str]:
    sign, words = CHOSEN_SIGN if answer == CHOSEN else SIGNS[Circle(answer)]
    return sign, gettext(words)
