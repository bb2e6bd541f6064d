"""What a reader chose on the list of practices, as it stands in the address."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import parse_qsl, urlencode

from app.practices.bits import Key
from app.practices.facets import CODES

NEWEST, CONFIRMED, TITLE, STATE = "newest", "confirmed", "title", "state"
SORTS = (NEWEST, CONFIRMED, TITLE, STATE)
PATH = "/practices"
DOWNLOAD = f"{PATH}/download"
LONGEST_WORDS = 200
_MOST_VALUES = 40
_LONGEST_CURSOR = 200
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters, the order and the place in the list; ``ignored`` says that some were unknown."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = NEWEST
    q: str = ""
    after: Key | None = None
    before: Key | None = None
    ignored: bool = False

    @classmethod
    def parse(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Read the query of an address; what nobody can have meant is left out."""
        values: dict[str, tuple[str, ...]] = {}
        single: dict[str, str] = {}
        ignored = False
        for name, value in pairs:
            if name not in CODES:
                single[name] = value
            elif value and value not in values.get(name, ()):
                kept = values.get(name, ())
                ignored |= len(kept) >= _MOST_VALUES
                values[name] = (*kept, value)[:_MOST_VALUES]
        sort = single.get("sort") or NEWEST
        return cls(
            values=values,
            sort=sort if sort in SORTS else NEWEST,
            q=_words(single.get("q", "")),
            after=_key(single.get("after", "")),
            before=_key(single.get("before", "")),
            ignored=ignored or sort not in SORTS,
        )

    @classmethod
    def of_target(cls, target: str) -> Self:
        """Return what a search that was kept asks for."""
        return cls.parse(parse_qsl(target))

    def only(self, known: Mapping[str, Collection[str]]) -> Self:
        """Return this without values that are not ``known`` for their facet."""
        kept = {
            code: tuple(v for v in values if v in known[code])
            for code, values in self.values.items()
        }
        kept = {code: values for code, values in kept.items() if values}
        return replace(self, values=kept, ignored=self.ignored or kept != self.values)

    @property
    def number(self) -> int:
        """How many filters are chosen."""
        return sum(map(len, self.values.values()))

    @property
    def narrows(self) -> bool:
        """Whether anything is left out: by filters or by words."""
        return bool(self.number or self.q)

    def address(self, *, after: Key | None = None, before: Key | None = None) -> str:
        """Return the address of this list from its beginning, or from a place in it."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(code, v) for code in CODES for v in self.values.get(code, ())]
        if self.sort != NEWEST:
            pairs.append(("sort", self.sort))
        pairs += [("after", _cursor(after))] if after else []
        pairs += [("before", _cursor(before))] if before else []
        return f"{PATH}?{urlencode(pairs)}" if pairs else PATH

    @property
    def download(self) -> str:
        """The address of the page on which this list can be taken along."""
        return self.address().replace(PATH, DOWNLOAD, 1)

    @property
    def target(self) -> str:
        """What is asked for, in one form for all who ask for the same, whatever the order."""
        sorted_values = {code: tuple(sorted(values)) for code, values in self.values.items()}
        same = replace(self, values=sorted_values, sort=NEWEST)
        return same.address().removeprefix(PATH).removeprefix("?")

    def without(self, code: str, value: str) -> str:
        """Return the address of this list without one filter."""
        kept = tuple(v for v in self.values[code] if v != value)
        return replace(self, values={**self.values, code: kept}).address()

    def without_words(self) -> str:
        """Return the address of this list without the words typed."""
        return replace(self, q="").address()

    def sorted_by(self, sort: str) -> str:
        """Return the address of this list in another order."""
        return replace(self, sort=sort).address()


def _words(typed: str) -> str:
    """Return the words as they can be shown again; control characters would break the page."""
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())[:LONGEST_WORDS]


def _cursor(key: Key) -> str:
    return _BETWEEN.join(key)


def _key(cursor: str) -> Key | None:
    text, between, item_id = cursor.rpartition(_BETWEEN)
    return (text, item_id) if between and len(cursor) <= _LONGEST_CURSOR else None
