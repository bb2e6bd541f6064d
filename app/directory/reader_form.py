"""Choosing readers: a circle, or sets that are added one by one and taken out by a box."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.access.audience import Audience, Circle
from app.access.labels import is_entity
from app.access.viewer import IN_NETWORK, Viewer
from app.core import clock
from app.core.i18n import N_, gettext
from app.directory import belonging
from app.directory.audiences import Names, OneOffice, member, office, word
from app.directory.belonging import belongs
from app.directory.office_forms import MEMBER_KINDS
from app.vocabulary import regional_groups
from app.web.forms import Form, Reader, Sent

CHOSEN = "chosen"
"""The answer that sets of readers are chosen; all others are whole circles."""

READERS, ADD, TOLD = "readers", "add", "told"
MORE = "more"
"""What the button sends that adds a set and shows the page again."""

MOST = 60
NOBODY = N_("Choose at least one group, member or office.")

_MEMBERS = select(
    member.c.code,
    member.c.name,
    select(belongs.c.member)
    .where(belongs.c.organisation == member.c.code, belonging.today())
    .exists()
    .label("has_members"),
).where(member.c.kind != "secretariat")
_OFFICES = (
    select(office.c.id, office.c.kind, office.c.title, member.c.code, member.c.name)
    .join_from(office, member, member.c.code == office.c.member)
    .where(office.c.kind.in_(MEMBER_KINDS))
)

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choosable:
    """The sets an office can choose from, by circle and code."""

    names: Names
    sets: Mapping[Circle, Sequence[str]]

    @property
    def tokens(self) -> Collection[str]:
        """Every set as a form sends it."""
        return {f"{circle}:{code}" for circle, codes in self.sets.items() for code in codes}

    def called(self, token: str) -> str:
        """Return what a set is called."""
        circle, _, code = token.partition(":")
        return word(circle, code, self.names)

    def options(self, *circles: Circle) -> Options:
        """Return the sets of some circles with what they are called, by name."""
        found = [
            (f"{circle}:{code}", word(circle, code, self.names))
            for circle in circles
            for code in self.sets[circle]
        ]
        return found if Circle.GROUP in circles else sorted(found, key=lambda pair: pair[1])


@dataclass(frozen=True, slots=True)
class Choice:
    """What the form shows of chosen readers: what is chosen, and lists to add from."""

    picked: Options
    lists: Sequence[tuple[str, Options]]


def choosable(
    conn: Connection, viewer: Viewer, *, answering: bool = False, own: str = ""
) -> Choosable:
    """Return what the viewer's office can choose from, or that of ``own``, for which is written.

    ``answering`` leaves only those who can answer a request: the network's offices, members that
    have one, and UN entities, which answer by letter. The viewer's own Focal Point and alternate
    read what is theirs without a choice.
    """
    own = own or viewer.member or ""
    offices = {
        row.id: OneOffice(row.kind, row.title, row.code, row.name) for row in conn.execute(_OFFICES)
    }
    others = {
        key: one
        for key, one in offices.items()
        if (one.member != own or one.kind not in IN_NETWORK)
        and (not answering or one.kind in IN_NETWORK)
    }
    there = {one.member for one in others.values()}
    every = conn.execute(_MEMBERS, {"today": clock.today()}).all()
    listed = {row.code: row.name for row in every if row.has_members}
    members = {
        row.code: row.name
        for row in every
        if row.code != own and (not answering or row.code in there or is_entity(row.code))
    }
    sets = {
        Circle.GROUP: regional_groups.codes(),
        Circle.ORGANISATION: tuple(listed),
        Circle.MEMBERS: tuple(members),
        Circle.OFFICES: tuple(others),
    }
    return Choosable(Names({**members, **listed}, others), sets)


def gathered(sent: Sent) -> Sent:
    """Return what was sent with the sets that were just picked among those chosen before."""
    added = [token for token in sent.get(ADD, ()) if token]
    return {**sent, READERS: [*sent.get(READERS, ()), *added], ADD: []} if added else sent


def read(
    reader: Reader, name: str, offered: Collection[str], given: Choosable, *, missing: str
) -> Audience | None:
    """Read who may read it: ``name`` is the field of the circle, one of ``offered``.

    None where what was chosen is not complete.
    """
    circle = reader.choice(name, offered, missing=missing)
    tokens = reader.choices(READERS, given.tokens, most=MOST)
    told = reader.checked(TOLD)
    if circle == CHOSEN and not tokens:
        reader.wrong(READERS, NOBODY)
    if not circle or reader.errors.keys() & {name, READERS}:
        return None
    if circle != CHOSEN:
        return Audience.of(circle)
    pairs = (token.partition(":") for token in tokens)
    return Audience.chosen(((kind, code) for kind, _, code in pairs), told=told)


def typed(audience: Audience, name: str) -> dict[str, str | list[str]]:
    """Return an audience as a form would send it."""
    return {
        name: CHOSEN if audience.sets else str(audience.circle),
        READERS: [f"{circle}:{code}" for circle, code in audience.sets],
        TOLD: "yes" if audience.told else "",
    }


def choice(form: Form, given: Choosable) -> Choice:
    """Return what the form shows of the chosen readers."""
    tokens = [token for token in form.values.get(READERS, ()) if token in given.tokens]
    return Choice(
        picked=[(token, given.called(token)) for token in tokens],
        lists=[
            (gettext("Add a regional group"), given.options(Circle.GROUP)),
            (
                gettext("Add the members of an organisation"),
                given.options(Circle.ORGANISATION),
            ),
            (gettext("Add a member"), _members(given, entities=False)),
            (gettext("Add a UN entity"), _members(given, entities=True)),
            (gettext("Add one office"), given.options(Circle.OFFICES)),
        ],
    )


def _members(given: Choosable, *, entities: bool) -> Options:
    """Return the members of the network that can be chosen, or the UN entities."""
    found = given.options(Circle.MEMBERS)
    return [one for one in found if is_entity(one[0].partition(":")[2]) == entities]
