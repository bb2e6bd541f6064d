"""What the rules of docs/policy.md speak of: offices, appointments, absences, and work.

Part of the reference: it imports nothing of ``app``.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

NETWORK_KINDS = {"focal_point", "alternate"}
STAFF_KINDS = {"editor", "administrator"}
OF_SECRETARIAT = {*STAFF_KINDS, "director"}
BEING_WRITTEN = {"draft", "returned", "on_behalf"}
TALKABLE = {"open", "in_talks"}
REFUSABLE = {"on_behalf", "approved", "published", "retired", "hidden"}
OUT = {*TALKABLE, "agreed", "under_way", "closed", "published", "retired"}
GUESTS_OF = {
    *BEING_WRITTEN,
    "entered",
    "submitted",
    "authenticated",
    "published",
    "open",
    "in_talks",
    "agreed",
    "under_way",
}
MOST_GUESTS = 5
STANDING = {"offered", "in_talks", "accepted"}


@dataclass(frozen=True)
class Seat:
    """An office: its kind, its member, and the member's regional group if it has one.

    To whoever stands in for its holder it is an alternate's, and ``stands_in``.
    """

    id: str
    kind: str
    member: str
    group: str | None = None
    stands_in: bool = False


@dataclass
class Term:
    """An appointment of a person, by days; it counts only while it is verified."""

    id: str
    person: str
    seat: Seat
    starts: int
    ends: int | None = None
    verified: bool = True

    def holds(self, day: int) -> bool:
        """Whether the person holds the office on ``day``."""
        late = self.ends is not None and day > self.ends
        return self.verified and self.starts <= day and not late


def concerns(terms: Iterable[Term], day: int, person: str) -> set[str]:
    """Return the members of which a person has an office, or is to have one."""
    mine = (one for one in terms if one.person == person and one.verified)
    lasting = [one.seat for one in mine if one.ends is None or one.ends >= day]
    return {one.member for one in lasting if one.kind != "director"}


@dataclass
class Away:
    """That somebody is away from the first day to the last, and by which term who stands in."""

    term: Term
    first: int
    last: int
    stand_in: Term | None

    def stood_in_for(self, term: Term, day: int) -> bool:
        """Whether on ``day`` whoever holds an office by ``term`` stands in."""
        lasts = self.first <= day <= self.last
        return lasts and self.stand_in is term and self.term.holds(day)


@dataclass
class Review:
    """That it is contested who holds an office: who proposed it, and whether it began.

    ``ending`` is who proposed to end it.
    """

    seat: Seat
    by: str
    began: bool = False
    ending: str | None = None

    def asks(self) -> str | None:
        """Return who proposed what waits for a second person."""
        return self.ending if self.began else self.by


@dataclass(frozen=True)
class Readers:
    """Chosen readers: a whole circle, or sets by name (``group:african``, ``offices:<id>``)."""

    circle: str
    named: frozenset[str] = frozenset()

    def names(self) -> frozenset[str]:
        """Return whom the choice names."""
        return self.named or frozenset({self.circle}) - {"secretariat"}


@dataclass
class Work:
    """A practice or a request; ``by_office`` is False for what comes from public sources.

    ``retired`` says of what is hidden that it is no longer used, ``unconfirmed`` that its office
    has not answered yet to what was entered for it, ``day`` before which it is not published,
    ``locked`` that nobody writes under it, ``secret`` whose it is where it has no name. ``joint``
    are the owners beside ``owner``; ``asked`` says of a member that is asked to be one by which
    question of whom, ``known`` that any ever was.
    """

    id: str
    kind: str
    owner: str
    readers: Readers
    stage: str = "draft"
    handed: bool = False
    offers: list["Offer"] = field(default_factory=list)
    comments: list["Comment"] = field(default_factory=list)
    by_office: bool = True
    wished: Readers | None = None
    retired: bool = False
    unconfirmed: bool = False
    day: int | None = None
    locked: bool = False
    secret: str | None = None
    acts: int = 0
    joint: frozenset[str] = frozenset()
    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    known: bool = False

    @property
    def owners(self) -> frozenset[str]:
        """Return each member that owns it."""
        return self.joint | {self.owner}

    def names(self) -> frozenset[str]:
        """Return who reads it now: members, groups and circles by name."""
        own = {f"members:{one}" for one in self.owners}
        staff = {"secretariat"} if self.handed else set()
        if self.stage in OUT:
            return self.readers.names() | own | staff
        chosen = self.readers.names()
        offices = {
            f"offices:{one.seat}": f"members:{one.member}" for one in self.offers if not one.earlier
        }
        helped = {one if one in chosen else whole for one, whole in offices.items()}
        gone = self.kind == "request" and self.stage == "withdrawn"
        return frozenset(own | staff | (helped if gone else set()))


@dataclass
class Offer:
    """Help offered for a request; ``earlier``: before it became a draft again."""

    id: str
    member: str
    seat: str
    stage: str = "offered"
    earlier: bool = False


@dataclass
class Comment:
    """What an office of ``member`` said under a practice, and whom it names as its readers.

    ``above`` is the comment it answers, ``reports`` are those who reported it since the Secretariat
    last looked at it.
    """

    id: str
    names: frozenset[str]
    member: str = ""
    above: str | None = None
    hidden: bool = False
    gone: bool = False
    reports: set[str] = field(default_factory=set)


@dataclass
class Guest:
    """That a person reads one thing until the end of a day; ``seat`` is the office that invited.

    ``came`` once the invitation was accepted; ``contested`` once that office came under review.
    """

    id: str
    address: str
    work: Work
    last: int
    seat: str = ""
    came: bool = False
    dismissed: bool = False
    contested: bool = False


def stood_in_for(seat: Seat) -> Seat:
    """Return an office as whoever stands in for its holder has it."""
    return Seat(seat.id, "alternate", seat.member, seat.group, stands_in=True)


def is_meant(seat: Seat, names: frozenset[str], asking: str, within: set[str]) -> bool:
    """Whether ``names`` mean an office of another member than the one that asks."""
    own = {f"offices:{seat.id}"}
    if seat.kind in NETWORK_KINDS:
        own |= {"network", f"members:{seat.member}", f"group:{seat.group}"} | within
    return seat.kind not in OF_SECRETARIAT and seat.member != asking and bool(own & names)


def judges(seat: Seat, found: Review, facilitating: Collection[str]) -> bool:
    """Whether from an office outside the staff a review is judged.

    From the director's, and a Focal Point's of a state that facilitates the network.
    """
    if seat.stands_in:
        return False
    facilitates = seat.kind == "focal_point" and seat.member in facilitating
    return seat.kind == "director" or (facilitates and seat.member != found.seat.member)
