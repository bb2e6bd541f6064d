"""How what hardly comes about is led up to: by whom and with what, the reference says alone.

Nothing is compared less for it: each step on the way is an act like any other.
"""

from collections.abc import Mapping, Sequence

from app.items.models import Kind
from prove import promised
from prove.clearing import Clearing
from prove.house import PEOPLE
from prove.stated import TALKABLE, Readers, Work

LED_UP: Mapping[str, Sequence[str]] = {
    "edit": (),
    "return": ("submit",),
    "withdraw": ("submit", "publish"),
    "confirm": ("submit", "publish"),
    "retire": ("submit", "publish"),
    "revive": ("submit", "publish", "retire"),
    "hide": ("submit", "publish"),
    "show": ("submit", "publish", "hide"),
    "start": ("submit", "authenticate", "open"),
    "close": ("submit", "authenticate", "open"),
}
"""What happens to a new thing before an act."""


class LeadingUp(Clearing):
    """The steps that come before an act."""

    def able_to(self, kind: Kind, act: str) -> Sequence[tuple[str, Work]]:
        """Return who may do ``act`` now, and to what, as the reference says."""
        own = [one for one in self.things if one.kind == kind]
        return [(who, one) for one in own for who in PEOPLE if self.lets(who, act, one)]

    def begun(self, kind: Kind, number: int, readers: Readers, path: Sequence[str]) -> None:
        """Begin something, and lead it on as far as somebody may."""
        own = [one for one in PEOPLE if self.world.member(one) is not None]
        had = len(self.things)
        self.start(own[number % len(own)] if own else PEOPLE[0], readers, kind, 0)
        if len(self.things) > had:
            self.lead(self.things[-1], path)

    def led(self, kind: Kind, act: str, number: int, readers: Readers) -> None:
        """Do ``act`` to what it can be done to, beginning something where there is nothing."""
        if not self.able_to(kind, act):
            self.begun(kind, number, readers, LED_UP[act])
        if found := self.able_to(kind, act):
            who, work = found[number % len(found)]
            self.step(who, act, work)

    def offered(self, number: int) -> Work | None:
        """Return an open request for which help was offered, with an offer new to it."""
        open_ = [one for one in self.things if one.kind == Kind.REQUEST and one.stage in TALKABLE]
        if not any(self.helpers(one) for one in open_):
            self.begun(Kind.REQUEST, number, Readers("network"), LED_UP["start"])
            open_ = self.things[-1:]
        for work in open_:
            if helpers := self.helpers(work):
                self.offer_by(helpers[number % len(helpers)], work)
                return work
        return None

    def helpers(self, work: Work) -> Sequence[str]:
        """Return who may offer help for a request now."""
        return [one for one in PEOPLE if self.world.may_offer(one, work)]

    def agreed(self, number: int) -> None:
        """Let help for a request be offered and accepted."""
        work = self.offered(number)
        if work is not None:
            own = [one for one in PEOPLE if self.world.member(one) == work.owner]
            able = [one for one in own if self.world.takes(one, "accept")]
            if able:
                self.answer_by(able[0], work, work.offers[-1], "accept")

    def fitting(self, name: str) -> Sequence[tuple[str, int]]:
        """Return who may do an act to which standing offer, where it fits."""
        return [
            (who, which)
            for which, one in enumerate(self.promises)
            if promised.fits(self.world, name, one, self.promises)
            for who in PEOPLE
            if promised.may(self.world, who, name, one)
        ]

    def wished(self) -> Sequence[int]:
        """Return which practices more readers are wished for."""
        own = [one for one in self.things if one.kind == Kind.PRACTICE]
        return [which for which, one in enumerate(own) if one.wished is not None]

    def wish(self, number: int, readers: Readers) -> None:
        """Wish for everybody as readers of a practice that has fewer."""
        wide = Readers("public")
        if not self.narrow(wide):
            fewer = readers if self.world.more(readers, wide) else Readers("secretariat")
            self.begun(Kind.PRACTICE, number, fewer, LED_UP["confirm"])
        if found := self.narrow(wide):
            who, work = found[number % len(found)]
            own = [one for one in self.things if one.kind == Kind.PRACTICE]
            which = next(at for at, one in enumerate(own) if one is work)
            self.choose_readers(who, which, wide)

    def narrow(self, wide: Readers) -> Sequence[tuple[str, Work]]:
        """Return who may choose the readers of a practice that has fewer than ``wide``."""
        return [
            (who, one)
            for who, one in self.able_to(Kind.PRACTICE, "confirm")
            if self.world.may(who, "readers", one) and self.world.more(one.readers, wide)
        ]

    def there(self) -> Sequence[int]:
        """Return which guests can be withdrawn."""
        return [
            which
            for which, one in enumerate(self.world.guests)
            if not one.dismissed and self.world.day <= one.last
        ]
