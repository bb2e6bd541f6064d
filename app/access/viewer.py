"""The viewer: a frozen value that says who asks and for which office; rules see nothing else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from app.access.labels import (
    NETWORK,
    PUBLIC,
    SECRETARIAT,
    group_label,
    member_label,
    office_label,
    organisation_label,
    person_label,
)
from app.access.proof import Proof
from app.access.scopes import Scope


class OfficeKind(StrEnum):
    """The kinds of office a person can hold."""

    FOCAL_POINT = "focal_point"
    ALTERNATE = "alternate"
    ADVISER = "adviser"
    MISSION_CONTACT = "mission_contact"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"
    ENTITY_CONTACT = "entity_contact"


IN_NETWORK = frozenset({OfficeKind.FOCAL_POINT, OfficeKind.ALTERNATE})
IN_SECRETARIAT = frozenset({OfficeKind.EDITOR, OfficeKind.ADMINISTRATOR})
ADMINISTERING = frozenset({OfficeKind.ADMINISTRATOR})
"""Who is told when the portal itself needs somebody."""
OF_SECRETARIAT = IN_SECRETARIAT | {OfficeKind.DIRECTOR}
"""Its staff, and the director: who decides as a second person, and reads nothing by the office."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office as the rules see it; ``led`` while somebody holds its member's Focal Point.

    ``organisations`` are those that its member belongs to today. Whoever stands in for its holder
    acts for it as an alternate does while there is no Focal Point; ``stands_in_for`` is its kind.
    A mission's contact ``reads_until`` that day what the network reads, and does no more by it.
    """

    id: str
    kind: OfficeKind
    member: str
    member_name: str
    group: str | None = None
    led: bool = True
    organisations: tuple[str, ...] = ()
    stands_in_for: OfficeKind | None = None
    reads_until: date | None = None

    def stood_in_for(self, office_id: str, kind: OfficeKind) -> "Office":
        """Return another office of the same member as whoever stands in for its holder has it."""
        seat = replace(self, id=office_id, kind=OfficeKind.ALTERNATE, reads_until=None)
        return replace(seat, led=False, stands_in_for=kind)


@dataclass(frozen=True, slots=True)
class Lasts:
    """Until when a session lasts, and whether using it makes it last longer."""

    until: datetime
    extends: bool


@dataclass(frozen=True)
class Viewer:
    """Who asks. ``office`` is the one acted for now; ``offices`` all that the person holds.

    ``fresh`` says that the person proved to be there in the last minutes, ``proof`` by how many
    factors. ``silent`` holds offices for which the way of this sign-in does not count,
    ``vouched`` says that its provider can vouch for two factors. ``scopes`` is what the token of a
    programme opens, None for a person at a browser. ``helped`` says that the Secretariat was asked
    to help this person in again. ``reads_only``: the way of this sign-in is worth reading at
    network level and nothing else.
    """

    person_id: str | None = None
    name: str = ""
    office: Office | None = None
    offices: tuple[Office, ...] = field(default=())
    language: str | None = None
    lasts: Lasts | None = field(default=None, compare=False)
    fresh: bool = field(default=False, compare=False)
    proof: Proof = field(default=Proof.ONE, compare=False)
    silent: tuple[Office, ...] = field(default=(), compare=False)
    vouched: bool = field(default=False, compare=False)
    scopes: frozenset[Scope] | None = field(default=None, compare=False)
    helped: bool = field(default=False, compare=False)
    reads_only: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether a person is known."""
        return self.person_id is not None

    @property
    def member(self) -> str | None:
        """Code of the member or UN entity acted for, None for the public and the secretariat."""
        known = self.office and (self.in_network or self.for_entity) and not self.reads_only
        return self.office.member if self.office and known else None

    @property
    def in_network(self) -> bool:
        """Whether the viewer acts as Focal Point or alternate of a member."""
        return self.office is not None and self.office.kind in IN_NETWORK

    @property
    def for_entity(self) -> bool:
        """Whether the viewer acts for a UN entity: it offers, and reads what is addressed to it."""
        return self.office is not None and self.office.kind == OfficeKind.ENTITY_CONTACT

    @property
    def reads_network(self) -> bool:
        """Whether the viewer acts for a mission that reads for a time what the network reads."""
        return bool(self.office and self.office.reads_until) and not self.reads_only

    @property
    def in_interim(self) -> bool:
        """Whether the viewer acts as alternate without a Focal Point, or stands in for somebody."""
        office = self.office
        return office is not None and office.kind == OfficeKind.ALTERNATE and not office.led

    @property
    def stands_in(self) -> bool:
        """Whether the viewer acts for an office whose holder is away."""
        return self.office is not None and self.office.stands_in_for is not None

    @property
    def appointed_to(self) -> frozenset[str]:
        """The ids of the offices held by an appointment, not those stood in for."""
        return frozenset(one.id for one in self.offices if one.stands_in_for is None)

    @property
    def in_secretariat(self) -> bool:
        """Whether the viewer acts for the secretariat, and showed a second factor."""
        return self._acts_as(IN_SECRETARIAT) and self.proof >= Proof.TWO

    @property
    def directs(self) -> bool:
        """Whether the viewer acts as the secretariat's director, and showed a second factor."""
        return self._acts_as({OfficeKind.DIRECTOR}) and self.proof >= Proof.TWO

    @property
    def unproved(self) -> bool:
        """Whether the viewer would act for the secretariat, and showed no second factor yet."""
        return self._acts_as(OF_SECRETARIAT) and self.proof < Proof.TWO

    def _acts_as(self, kinds: Collection[OfficeKind]) -> bool:
        return self.office is not None and self.office.kind in kinds

    @property
    def needs_two(self) -> bool:
        """Whether the person holds an office that wants a second factor, acted for or not."""
        return of_secretariat((*self.offices, *self.silent))

    @property
    def may_begin(self) -> bool:
        """Whether a fresh sign-in by one factor suffices to add the first passkey.

        For the Secretariat it does where the provider in use knows no second factor and may speak
        for the office; otherwise whoever got hold of a password would add one before its owner.
        """
        return not self.needs_two or not (self.vouched or of_secretariat(self.silent))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels the viewer sees by, sorted: what carries one of them is visible."""
        if self.reads_only:
            return (NETWORK, PUBLIC) if self.in_network else (PUBLIC,)
        found = {PUBLIC, *([person_label(self.person_id)] if self.person_id else ())}
        if self.office and not self.unproved:
            found |= labels_of(self.office)
        return tuple(sorted(found))

    @property
    def reads_by(self) -> tuple[str, ...]:
        """The labels by which practices, comments and standing offers are read, and no more."""
        return tuple(sorted({*self.labels, NETWORK})) if self.reads_network else self.labels


def labels_of(office: Office) -> frozenset[str]:
    """Return the labels by which whoever acts for ``office`` sees beside what everybody sees.

    The one place that says it: for viewers, letters and the number of readers. For the Secretariat
    as once a second factor was shown.
    """
    if office.kind in IN_SECRETARIAT:
        return frozenset({NETWORK, SECRETARIAT})
    if office.kind == OfficeKind.DIRECTOR:
        return frozenset()
    own = {office_label(office.id)}
    if office.kind == OfficeKind.ENTITY_CONTACT:
        own.add(member_label(office.member))
    if office.kind in IN_NETWORK:
        own |= {NETWORK, member_label(office.member)}
        own |= {group_label(office.group)} if office.group else set()
        own |= {organisation_label(code) for code in office.organisations}
    return frozenset(own)


def of_secretariat(offices: Iterable[Office]) -> bool:
    """Whether one of these is an office of the Secretariat."""
    return any(office.kind in OF_SECRETARIAT for office in offices)


ANYONE = Viewer()
