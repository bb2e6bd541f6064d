"""Who holds which office on a day, and who stands in, as docs/policy.md says it: for ``reference``.

Imports nothing of ``app``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from prove.stated import NETWORK_KINDS, STAFF_KINDS, Away, Review, Seat, Term, stood_in_for


@dataclass
class Holders:
    """Appointments and what changes them; ``lists`` say (organisation, member, first, last day).

    ``still`` has who holds what, as far as it was asked, while nothing happens.
    """

    day: int = 0
    terms: list[Term] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    lists: list[tuple[str, str, int, int | None]] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    still: dict[str, list[Seat]] | None = None

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Ask once who holds what, as nothing happens meanwhile."""
        self.still = {}
        try:
            yield
        finally:
            self.still = None

    def held(self, person: str) -> list[Seat]:
        """Return the offices a person holds, the longest held first, and those stood in for."""
        if self.still is None:
            return self._held(person)
        if person not in self.still:
            self.still[person] = self._held(person)
        return self.still[person]

    def _held(self, person: str) -> list[Seat]:
        own = [term for term in self.holding() if term.person == person]
        away = [one for one in self.away if not self.contested(one.term.seat)]
        found = []
        for term in sorted(own, key=lambda term: (term.starts, term.seat.id)):
            stood = {one.term.seat for one in away if one.stood_in_for(term, self.day)}
            found += [term.seat, *sorted(map(stood_in_for, stood), key=lambda seat: seat.id)]
        mine = {term.seat.id for term in own}
        return [seat for seat in found if not seat.stands_in or seat.id not in mine]

    def holding(self) -> list[Term]:
        """Return the appointments by which somebody holds an office today."""
        return [one for one in self.terms if one.holds(self.day) and not self.contested(one.seat)]

    def contested(self, seat: Seat) -> bool:
        """Whether an office is under review."""
        return any(one.began and one.seat.id == seat.id for one in self.reviews)

    def review(self, seat: Seat) -> Review | None:
        """Return the review of an office that is proposed or in force."""
        return next((one for one in self.reviews if one.seat.id == seat.id), None)

    def seat(self, person: str) -> Seat | None:
        """Return the office a person acts for."""
        held = self.held(person)
        chosen = [seat for seat in held if seat.id == self.chosen.get(person)]
        return next(iter([*chosen, *held]), None)

    def seat_id(self, person: str) -> str | None:
        """Return the id of the office a person acts for."""
        seat = self.seat(person)
        return seat.id if seat else None

    def member(self, person: str) -> str | None:
        """Return the member a person acts for, as one of the network."""
        seat = self.seat(person)
        return seat.member if seat and seat.kind in NETWORK_KINDS else None

    def interim(self, person: str) -> bool:
        """Whether a person stands in, or acts as alternate while nobody is Focal Point."""
        seat = self.seat(person)
        if self.stands_in(person):
            return True
        if seat is None or seat.kind != "alternate":
            return False
        held = [term.seat for term in self.holding()]
        return not any(s.kind == "focal_point" and s.member == seat.member for s in held)

    def stands_in(self, person: str) -> bool:
        """Whether a person acts for an office whose holder is away."""
        seat = self.seat(person)
        return seat is not None and seat.stands_in

    def absence(self, term: Term) -> Away | None:
        """Return the absence said of who holds an office by ``term`` that is not over."""
        said = [one for one in self.away if one.term is term and one.first <= one.last]
        return next((one for one in said if one.last >= self.day), None)

    def takes(self, person: str, act: str) -> bool:
        """Whether a person takes the decision ``act`` about an offer, being on its side."""
        return act not in {"accept", "take_back"} or not self.interim(person)

    def staff(self, person: str) -> bool:
        """Whether a person acts for the Secretariat."""
        seat = self.seat(person)
        return seat is not None and seat.kind in STAFF_KINDS

    def of_secretariat(self, person: str | None) -> bool:
        """Whether a person holds an office of the Secretariat, whichever is acted for."""
        return person is not None and any(s.kind in STAFF_KINDS for s in self.held(person))

    def within(self, member: str) -> set[str]:
        """Return the organisations a member belongs to today, by name."""
        return {
            f"organisation:{organisation}"
            for organisation, code, first, last in self.lists
            if code == member and first <= self.day and (last is None or self.day <= last)
        }
