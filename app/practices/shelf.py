"""The shelf: every published practice as bits, in the memory of each process, for lists and counts.

Why not in SQL: counts beside filters must be exact for this viewer and respect the other groups.
Counted by the database they cost some microseconds for each fitting row and filter; counted per
label, an item that two of the viewer's labels let see counts twice; counted per set of labels, the
counts cannot be combined with filters. As bits (``bits``) one count of 20,000 practices takes about
a microsecond whatever is chosen, and a label is a word like any other: nothing is counted, sorted
or paged before it was found visible.

How it stays true: whoever changes what is published calls ``journal.note`` in the same transaction;
a reader asks for later changes first and applies them one by one. Each rack (one order of one
database) counts for itself how far it has read, because two readers may look at the database as of
different moments. The cards themselves are read from the database, once more by labels.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import RLock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from app.access.viewer import Viewer
from app.core import clock
from app.core.i18n import gettext, language, use_language
from app.practices import facets, filters, journal, stock
from app.practices.bits import Key, Plane, Window
from app.practices.counting import Counts, counts, fits, within
from app.practices.filters import Chosen
from app.practices.freshness import is_over
from app.practices.journal import Change
from app.practices.kept import Kept, Looked
from app.practices.turning import turned
from app.search.kinds import SearchKind
from app.search.queries import MOST_MATCHED, matching
from app.text.normalise import fold

LONGEST_TITLE_KEY = 60
COUNTED = frozenset(facets.CODES) - {facets.ADAPTED, facets.LIFE}
_FAR = 2**62


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the list, how much there is in all, and the counts beside the filters.

    ``capped`` says that more fitted the words than can be combined with filters.
    """

    chosen: Chosen
    window: Window
    total: int
    everything: int
    counts: Counts
    members: Mapping[str, str]
    capped: bool


@dataclass
class Rack:
    """All published practices in one order, as of change ``number``."""

    order: str
    speaks: str
    lock: RLock = field(default_factory=RLock)
    number: int | None = None
    day: date = date.min
    plane: Plane = field(default_factory=Plane)
    members: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    counted: Kept = field(default_factory=Kept)
    beside: Mapping[tuple[str, str], "Rack"] = field(default_factory=dict, repr=False)

    def follow(self, conn: Connection, latest: int | None = None) -> None:
        """Bring the rack to the latest change and to today; ``latest`` is its number, if known."""
        read, changes = self.number, list[Change]()
        if read is not None and (latest is None or latest > read):
            changes = list(journal.since(conn, read))
        if changes or self.number is None or self.day != clock.today():
            with self.lock:
                self._apply(conn, changes)

    def _apply(self, conn: Connection, changes: Sequence[Change]) -> None:
        """Apply what another thread has not applied yet."""
        if self.number is None or self.day.year != clock.today().year:
            self._fill(conn)
            return
        later = [c for c in changes if c.number > self.number]
        if later and not journal.tells_all(later, self.number):
            self._fill(conn)
            return
        ids = {c.item_id for c in later if c.item_id} | self._turn(conn)
        if not ids:
            return
        for gone in ids:
            self.plane.drop(gone)
        words: dict[str, dict[str, set[str]]] = {}
        for item_id, name, word in stock.fits(conn, self.day, sorted(ids)):
            words.setdefault(item_id, {}).setdefault(name, set()).add(word)
        for stocked in self._things(conn, sorted(ids)):
            self.plane.put(self._key(stocked), words.get(stocked.id, {}))
        self.counted.clear()
        self.number = later[-1].number if later else self.number

    def _turn(self, conn: Connection) -> set[str]:
        """Turn to today; return what was to be confirmed between then and the day before."""
        before, self.day = self.day, clock.today()
        return set(stock.turned(conn, before, self.day)) if before != self.day else set()

    def _fill(self, conn: Connection) -> None:
        """Read everything; the number first, so that nothing later is missed."""
        number, self.number = journal.last(conn), None
        self.day = clock.today()
        self.members = stock.members(conn)
        self.known = _known(self.members)

        def keys() -> Iterator[Key]:
            return (self._key(s) for s in self._things(conn))

        known = turned(list(self.beside.values()), number, self.day, keys)
        self.plane = known or Plane(keys(), stock.fits(conn, self.day), counted=COUNTED)
        self.counted.clear()
        self.number = number

    def _things(
        self, conn: Connection, ids: Sequence[str] | None = None
    ) -> Iterator[stock.Stocked]:
        return stock.things(conn, ids, with_states=self.order == filters.STATE)

    def _key(self, stocked: stock.Stocked) -> Key:
        sunk = is_over(stocked.confirm_by, self.day)
        newest = f"{sunk:d}{_FAR - stocked.sort_key:019d}"
        if self.order == filters.CONFIRMED:
            confirmed = stocked.confirmed_on or date.min
            return f"{sunk:d}{date.max.toordinal() - confirmed.toordinal():07d}", stocked.id
        if self.order == filters.TITLE:
            return fold(stocked.title)[:LONGEST_TITLE_KEY], stocked.id
        if self.order == filters.STATE:
            with use_language(self.speaks):
                names = sorted(gettext(self.members.get(code, code)) for code in stocked.states)
            return f"{fold(names[0]) if names else ''}|{newest}", stocked.id
        return newest, stocked.id


_racks: WeakKeyDictionary[Engine, dict[tuple[str, str], Rack]] = WeakKeyDictionary()
_making = RLock()


def rack_of(conn: Connection, order: str, latest: int | None = None) -> Rack:
    """Return the rack of this database in this order as of its latest change.

    Whoever has just read the number of that (``journal.LATEST``) gives it.
    """
    speaks = language() if order == filters.STATE else ""
    with _making:
        racks = _racks.setdefault(conn.engine, {})
        rack = racks.setdefault((order, speaks), Rack(order, speaks, beside=racks))
    rack.follow(conn, latest)
    return rack


def find(
    conn: Connection, viewer: Viewer, chosen: Chosen, *, most: int, counted: bool = True
) -> Found:
    """Return what the viewer may see of ``chosen``; values that nobody knows are taken out of it.

    Without ``counted`` there are no counts beside the filters.
    """
    said = matching(conn, viewer, chosen.q, SearchKind.PRACTICE) if chosen.q else None
    rack = rack_of(conn, chosen.sort)
    chosen = chosen.only(rack.known)
    if said is None:
        chosen = replace(chosen, q="", ignored=chosen.ignored or bool(chosen.q))
    with rack.lock:
        plane = rack.plane
        seen = plane.any_of(stock.SEES, viewer.reads_by)
        lives = chosen.values.get(facets.LIFE, (facets.CURRENT,))
        everything = seen & plane.any_of(facets.LIFE, lives)
        visible = everything if said is None else everything & plane.of(said)
        adapted = plane.any_of(facets.ADAPTED, viewer.reads_by)
        fitting = fits(plane, adapted, chosen.values)
        bits = within(visible, fitting.values())
        with_retired = seen if said is None else seen & plane.of(said)
        looked = Looked((visible, with_retired), adapted, fitting)
        return Found(
            chosen=chosen,
            window=_window(plane, bits, chosen, most),
            total=bits.bit_count(),
            everything=everything.bit_count(),
            capped=said is not None and len(said) >= MOST_MATCHED,
            counts=_counts(rack, viewer, chosen, looked) if counted else {},
            members=rack.members,
        )


def crossed(
    conn: Connection, viewer: Viewer, rows: str, columns: str
) -> tuple[Mapping[str, Mapping[str, int]], Mapping[str, int]]:
    """Return how many practices that the viewer sees fit each two words of two facets.

    With it how many there are of each member; what is no longer used is not counted.
    """
    rack = rack_of(conn, filters.NEWEST)
    with rack.lock:
        plane = rack.plane
        seen = plane.any_of(stock.SEES, viewer.reads_by)
        seen &= plane.any_of(facets.LIFE, (facets.CURRENT,))
        words = plane.counts(seen, rows)
        found = {one: plane.counts(seen & plane.any_of(rows, (one,)), columns) for one in words}
        return found, plane.counts(seen, facets.STATE)


def of_members(
    conn: Connection, viewer: Viewer, themes: Iterable[str], *, only: str = ""
) -> Mapping[str, Mapping[str, int]]:
    """Return, by theme, how many practices that the viewer sees each member has about it.

    With ``only``, a member's code, those of this one.
    """
    rack = rack_of(conn, filters.NEWEST)
    with rack.lock:
        plane = rack.plane
        seen = plane.any_of(stock.SEES, viewer.reads_by)
        seen &= plane.any_of(facets.LIFE, (facets.CURRENT,))
        if only:
            own = seen & plane.any_of(facets.STATE, (only,))
            return {t: {only: (own & plane.any_of(facets.THEME, (t,))).bit_count()} for t in themes}
        return {
            theme: plane.counts(seen & plane.any_of(facets.THEME, (theme,)), facets.STATE)
            for theme in themes
        }


def _known(members: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the words of each facet."""
    return {f.code: frozenset(members if f.words is None else dict(f.words)) for f in facets.FACETS}


def _window(plane: Plane, bits: int, chosen: Chosen, most: int) -> Window:
    if chosen.before and not chosen.after:
        return plane.before(bits, chosen.before, most)
    return plane.after(bits, chosen.after, most)


def _counts(rack: Rack, viewer: Viewer, chosen: Chosen, looked: Looked) -> Counts:
    """Count each facet's words; what words left over of the whole is counted each time."""
    if chosen.q:
        return counts(rack.plane, looked.seen, looked.adapted, looked.fitting)
    return rack.counted.counts(rack.plane, frozenset(viewer.reads_by), chosen.values, looked)
