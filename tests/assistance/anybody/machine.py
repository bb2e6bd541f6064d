"""The machine: offices change hands, days pass, mail is down; after each act all is looked at."""

from collections import Counter
from collections.abc import Callable, Sequence

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import Connection, select, update

from app.access.viewer import Viewer
from app.assistance import reminding
from app.assistance.after import asking
from app.assistance.blind import weekly
from app.assistance.blind.queries import card, word
from app.assistance.rules import Act, Party
from app.assistance.working import due
from app.assistance.working.queries import days_of, task
from app.core import clock
from app.duties import address_of
from app.mail.sending import send_due
from app.notifications.queries import what_waits
from tests.assistance.anybody import checks
from tests.assistance.anybody.acts import IN_TALK, ON_CARD
from tests.assistance.anybody.doing import ALL, Doing, numbers
from tests.assistance.anybody.people import MOVING
from tests.assistance.test_rules import REQUEST_ENDS
from tests.support.people import Somebody

FAR = 200
DAYS = (11, 7, 3, 10, 11, 11, 11, 14, 31, FAR, 2 * FAR)
acts_of_gone = st.lists(st.sampled_from([*ALL, *IN_TALK, *ON_CARD]), max_size=4)


class Server:
    """A mail server that can be down: what it took, by its Message-ID."""

    def __init__(self) -> None:
        self.down = False
        self.took: Counter[str] = Counter()

    def carry(self, message, _to: str) -> None:
        """Take a letter, unless it is down."""
        if self.down:
            raise OSError("down")
        self.took[message["Message-ID"]] += 1


class Anybody(Doing):
    """What everybody finds and is told is looked at after each act."""

    fetch: Callable[[str], str] | None = None

    def __init__(self) -> None:
        self.server = Server()
        super().__init__()
        self.turn, self.looked_after = 0, -1

    # who holds what ------------------------------------------------------------------------------

    @rule(who=st.sampled_from(MOVING), number=numbers, acts=acts_of_gone)
    def office(self, who: str, number: int, acts: list[str]) -> None:
        """Let an office change hands, be held by nobody, or let one of the crowd leave.

        Who left tries to act.
        """
        if number % 4 == 3:
            self.leave(sorted(self.here.crowd)[number % len(self.here.crowd)])
        elif number % 4 == 1:
            self.leave(who)
        else:
            self.change_hands(who)
        self.act_after_leaving(self.pick(number), acts)

    def leave(self, who: str) -> None:
        """Let an office be held by nobody."""
        if self.here.holds(who):
            self.note_who_knows()
            self.here.leave(who)
            self.counts["left"] += 1

    def change_hands(self, who: str) -> None:
        """Let a successor come to an office: all that waited for it waits for the successor."""
        self.note_who_knows()
        before, vacant = self.waits(self.viewer(who)), not self.here.holds(who)
        self.here.hand_over(who)
        after = self.waits(self.viewer(who))
        assert vacant or before <= after, before - after
        self.counts["changed hands"] += 1
        self.counts["something waited for a successor"] += bool(before & after)

    def waits(self, viewer: Viewer) -> set[tuple[str, str]]:
        """Return what waits for somebody."""
        with clock.moved(self.here.moved), self.here.database.read() as conn:
            return {(one.item_id, one.what) for one in what_waits(conn, viewer, most=500)}

    def act_after_leaving(self, item_id: str, acts: list[str]) -> None:
        """Let who left act from a page that was read before, and as the person is now."""
        if not self.here.stale:
            return
        for viewer in (self.here.stale[-1], self.here.gone[-1].viewer):
            fitting = self.fitting(item_id, self.side(self.here.stale[-1]))
            for act in (*acts, *fitting):
                assert not self.try_as(item_id, viewer, act), act
                self.counts["tried after leaving"] += 1

    def fitting(self, item_id: str, side: Party | None) -> list[Act]:
        """Return the acts that a side could do now."""
        stage = self.stage(item_id)
        ends = ((act, by, found) for (act, by), found in REQUEST_ENDS.items() if act in ALL)
        return [act for act, by, found in ends if by == side and stage in found]

    def try_as(self, item_id: str, viewer: Viewer, act: str) -> bool:
        """Let somebody try something; return whether it was done."""
        if act in IN_TALK:
            return self.talk_as(item_id, viewer, act)
        if act in ON_CARD:
            return self.card_as(viewer, act)
        return self.act(item_id, viewer, Act(act))

    # time ----------------------------------------------------------------------------------------

    @rule(days=st.sampled_from(DAYS), down=st.booleans())
    def let_days_pass(self, days: int, *, down: bool = False) -> None:
        """Let some days pass, and all duties do what is due, twice: the second does nothing."""
        self.here.day += days
        self.server.down = down
        self.counts["jumped"] += days >= FAR
        with self.here.database.read() as conn:
            before, there = checks.stages(conn, self.known), checks.letters(conn)
            cards = set(conn.execute(select(card.c.id)).scalars())
        self.duties()
        with self.here.database.read() as conn:
            once = checks.left(conn)
            checks.by_the_clock(before, checks.stages(conn, self.known))
            new = set(conn.execute(select(card.c.id)).scalars()) - cards
            dropped = checks.regions_hide(conn, self.here.regions(), new)
        self.counts["cards released"] += len(new)
        self.counts["regions dropped"] += dropped
        self.duties()
        with self.here.database.read() as conn:
            assert checks.left(conn) == once
        self.each_is_told_once(there)
        self.nothing_is_owed()
        self.post()

    def duties(self) -> None:
        """Do all that days do to requests."""
        self.looked_after = self.here.day
        with clock.moved(self.here.moved):
            for duty in (weekly.look_after, reminding.look_after, due.look_after, asking.ask_due):
                duty(self.here.portal)

    def each_is_told_once(self, there: set[str]) -> None:
        """Who asked is reminded once: all who hold an office of it today, and nobody else."""
        today = clock.today() + self.here.moved
        with self.here.database.read() as conn:
            for row, _since in checks.silent(conn, self.known):
                told = checks.reminded(conn, row, there)
                now = row.reminded_at is not None and row.reminded_at.date() == today
                if not now or not checks.waits_for_owner(conn, row):
                    continue
                assert told == Counter(self.here.holders(row.member)), (row.stage, told)
                self.counts["reminders that were told once"] += 1

    def nothing_is_owed(self) -> None:
        """No reminder is due that did not go out, where somebody is there whom it would reach."""
        today = clock.today() + self.here.moved
        if self.looked_after != self.here.day:
            return
        with clock.moved(self.here.moved), self.here.database.read() as conn:
            for row, since in checks.silent(conn, self.known):
                there = self.here.holders(row.member) or not checks.waits_for_owner(conn, row)
                assert not (there and checks.owed(row, since, today)), (row.stage, since, today)
            for one in due.candidates(self.here.database, today):
                row = conn.execute(due._going_on(today).where(task.c.id == one)).one()  # noqa: SLF001 - it
                days = days_of(conn, row.owner, row.member)
                number = days.letter(row.due, row.side, row.reminded, today)
                there = self.here.holders(row.owner) | self.here.holders(row.member)
                assert not (there and number), row.due

    # mail ----------------------------------------------------------------------------------------

    def post(self) -> None:
        """Send what is due, to those who still read it: each letter once, however it fails."""
        mail, here = checks.mail, self.here
        with here.database.unit_of_work() as db:
            again = {"not_before": clock.wall(), "leased_until": None}
            db.execute(update(mail).where(mail.c.sent_at.is_(None)).values(again))
        with clock.moved(here.moved):
            while send_due(here.database, here.settings, self.server, address_of):
                pass
        assert max(self.server.took.values(), default=1) == 1
        self.counts["letters"] += len(self.server.took)
        self.counts["mail was down"] += self.server.down

    # looking -------------------------------------------------------------------------------------

    def entitled(self, conn: Connection, item_id: str) -> frozenset[str]:
        """Return who may know of a sealed request now, by person."""
        met = select(word.c.member).join_from(word, card, card.c.id == word.c.card_id)
        met = met.where(card.c.request_id == item_id, word.c.offer_id.is_not(None))
        members = {"GHA", "SEC", *conn.execute(met).scalars()}
        return frozenset[str]().union(*map(self.here.holders, members))

    def note_who_knows(self) -> None:
        """Note who is entitled to know now: letters of today stay right when somebody leaves."""
        with self.here.database.read() as conn:
            for item_id in self.sealed():
                self.known[item_id].knew |= self.entitled(conn, item_id)

    @invariant()
    def nobody_finds_what_is_sealed(self) -> None:
        """Nobody finds, counts or is told of a sealed request who may not know of it."""
        self.turn += 1
        self.note_who_knows()
        crowd = list(self.here.crowd.values())
        everybody = [*self.here.now.values(), crowd[self.turn % len(crowd)], *self.here.gone[-2:]]
        with clock.moved(self.here.moved), self.here.database.read() as conn:
            for item_id in self.sealed():
                known, may = self.known[item_id], self.entitled(conn, item_id)
                assert known.hidden is not None
                known.hidden.note(conn)
                for one in everybody:
                    if one.viewer.person_id not in may:
                        checks.nothing_is_found(conn, self.here.portal, one.viewer, known.hidden)
                        self.counts["looked for what is sealed"] += 1
                told = checks.nobody_is_written_to(conn, known.hidden, known.knew)
                self.counts["letters about what is sealed"] += told
        self.fetch_one(everybody)

    def fetch_one(self, everybody: Sequence[Somebody]) -> None:
        """Fetch one page as somebody who may not know: it shows no sign of what is sealed."""
        one, item_id = everybody[self.turn % len(everybody)], self.sealed()[0]
        with self.here.database.read() as conn:
            may = self.entitled(conn, item_id)
        hidden = self.known[item_id].hidden
        if self.fetch is None or hidden is None or one.viewer.person_id in may:
            return
        with clock.moved(self.here.moved):
            said = type(self).fetch(one.session, self.turn, item_id)
        assert not hidden.is_in(said), said
        self.counts["pages fetched"] += 1
