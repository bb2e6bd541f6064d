"""The rules of docs/policy.md once more, as a program that knows nothing of the portal.

Written from that page alone; it imports nothing of ``app``. A world is people, appointments and
work; ``seeing`` compares it with the portal.
"""

from dataclasses import dataclass, field

from prove.holders import Holders
from prove.stated import (
    BEING_WRITTEN,
    GUESTS_OF,
    NETWORK_KINDS,
    OF_SECRETARIAT,
    REFUSABLE,
    STANDING,
    TALKABLE,
    Comment,
    Guest,
    Readers,
    Review,
    Seat,
    Work,
    concerns,
    is_meant,
    judges,
)


@dataclass
class World(Holders):
    """Everything there is."""

    guests: list[Guest] = field(default_factory=list)
    facilitating: tuple[str, ...] = ("DNK",)
    proposed: dict[str, set[str]] = field(default_factory=dict)

    def asked_about(self, person: str, found: Review) -> bool:
        """Whether a person outside the staff is asked as second person about a review."""
        seat = self.seat(person)
        if seat is None or not self.of_secretariat(found.asks()):
            return False
        concerned = concerns(self.terms, self.day, person) | self.proposed.get(person, set())
        return found.seat.member not in concerned and judges(seat, found, self.facilitating)

    def is_named(self, person: str, names: frozenset[str]) -> bool:
        """Whether one of ``names`` means a person."""
        seat, member = self.seat(person), self.member(person)
        own = {"public"}
        if seat is not None and seat.kind not in OF_SECRETARIAT:
            own.add(f"offices:{seat.id}")
        if member is not None and seat is not None:
            own |= {"network", f"members:{member}", f"group:{seat.group}"} | self.within(member)
        if self.staff(person):
            own |= {"network", "secretariat"}
        return bool(own & names)

    def names_of(self, seat: Seat) -> set[str]:
        """Return by which names an office reads beside the public, whoever holds it."""
        own = {f"offices:{seat.id}"}
        if seat.kind in NETWORK_KINDS:
            own |= {"network", f"members:{seat.member}", f"group:{seat.group}"}
            own |= self.within(seat.member)
        return own

    # who reads -------------------------------------------------------------------------------

    def reads(self, person: str, work: Work) -> bool:
        """Whether a person reads a practice or request."""
        return self.is_named(person, work.names())

    def lasts(self, guest: Guest) -> bool:
        """Whether somebody is still a guest, or may still accept."""
        host = next((one.seat.member for one in self.terms if one.seat.id == guest.seat), "")
        over = guest.dismissed or guest.contested or self.day > guest.last
        over = over or (bool(host) and host not in guest.work.owners)
        return not over and guest.work.stage not in {"withdrawn", "closed", "hidden"}

    def lent(self, person: str) -> set[str]:
        """Return as which guests a person reads something: whoever holds an office is none."""
        if self.held(person):
            return set()
        return {
            one.id for one in self.guests if one.address == person and one.came and self.lasts(one)
        }

    def comments(self, person: str, work: Work) -> set[str]:
        """Return the comments under ``work`` that a person reads."""
        if not self.reads(person, work):
            return set()
        return {one.id for one in work.comments if self.is_named(person, one.names)}

    def offers(self, person: str, work: Work) -> set[str]:
        """Return the offers for ``work`` that a person reads."""
        if not self.reads(person, work):
            return set()
        every = self.staff(person) or self.member(person) == work.owner
        return {one.id for one in work.offers if every or one.member == self.member(person)}

    def comment_names(
        self, person: str, work: Work, chosen: Readers | None, answered: Comment | None
    ) -> frozenset[str]:
        """Return whom a comment of ``person`` under ``work`` is for."""
        limit, seat = answered.names if answered else work.names(), self.seat(person)
        wide = bool(limit & {"public", "network"})
        if chosen is None:
            return frozenset({"network", "secretariat"}) if wide else limit
        names = chosen.names() | {"secretariat"}
        kept = names - {"public"} if wide else names & limit
        return frozenset(kept | {f"members:{seat.member if seat else ''}"})

    # who does what ---------------------------------------------------------------------------

    def may(self, person: str, act: str, work: Work) -> bool:
        """Whether the side a person is on ever does ``act`` to ``work``, as it stands."""
        own, staff = self.member(person) in work.owners, self.staff(person)
        other = self.member(person) is not None and not own
        published = work.stage == "published"
        charge = own and not self.interim(person)
        asks, entering = work.kind == "request", staff and work.stage == "on_behalf"
        written = {*BEING_WRITTEN, "entered"} - ({"on_behalf"} if asks else set())
        rules = {
            "edit": (own and work.stage in written) or entering,
            "enter": staff,
            "refuse": charge and work.stage in REFUSABLE,
            "review": staff,
            "hand_over": staff,
            "drop": staff,
            "refuse_entry": charge,
            "withdraw": (charge and (asks or work.stage != "withdrawn"))
            or (entering and not asks)
            or (staff and not work.by_office and work.stage in {"published", "retired", "hidden"}),
            "retire": charge and work.stage in {"published", "retired"},
            "hide": staff,
            "revise": own and work.stage in {"published", "hidden"},
            "confirm": own and published,
            "readers": charge and published,
            "release": charge and work.stage == "approved",
            "answer": staff,
            "comment": (own or other or staff) and published,
            "history": own or staff,
            "guests": own or staff,
            "guest": charge and work.stage in GUESTS_OF,
            "offer": other,
            "accept": charge,
        }
        return rules.get(act, own)  # the others steer a request, or answer its offers

    def more(self, before: Readers, after: Readers) -> bool:
        """Whether somebody comes to the readers of a practice where ``after`` are chosen."""
        old = before.names()
        return "public" not in old and any(not self.counts(one) & old for one in after.names())

    def counts(self, name: str) -> set[str]:
        """Return within whom everybody counts whom ``name`` means."""
        kind, _, code = name.partition(":")
        seats = {term.seat for term in self.terms}
        if kind in {"group", "organisation"}:
            return {name, "network"}
        if kind == "members":
            groups = {f"group:{seat.group}" for seat in seats if seat.member == code}
            return {name, "network"} | groups | self.within(code)
        owner = next((s.member for s in seats if s.id == code and s.kind in NETWORK_KINDS), None)
        return {name} | (self.counts(f"members:{owner}") if kind == "offices" and owner else set())

    def may_comment(self, person: str, work: Work) -> bool:
        """Whether a person may comment on a thing now."""
        return self.reads(person, work) and self.may(person, "comment", work) and not work.locked

    def may_offer(self, person: str, work: Work) -> bool:
        """Whether a person may offer help for a request now."""
        other = self.may(person, "offer", work) and self.reads(person, work)
        standing = {one.member for one in work.offers if one.stage in STANDING}
        return other and work.stage in TALKABLE and self.member(person) not in standing

    def addressed(self, work: Work) -> bool:
        """Whether somebody other than those who ask is there to read the request."""
        names = work.readers.names()
        people = {term.person for term in self.holding()}
        seats = [seat for one in people for seat in self.held(one)]
        meant = (is_meant(s, names, work.owner, self.within(s.member)) for s in seats)
        return not names or any(meant)
