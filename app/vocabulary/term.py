"""What every fixed list is made of: a term with a stable code, and a tuple of such terms."""

from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Term:
    """A code that never changes once published, and the English words shown for it (a msgid)."""

    code: str
    label: str


T = TypeVar("T", bound=Term)


class Terms(tuple[T, ...]):
    """A frozen list of terms in the order in which people see them."""

    __slots__ = ()

    def codes(self) -> tuple[str, ...]:
        """Return all codes in order; ``code in ….codes()`` asks for membership."""
        return tuple(term.code for term in self)

    def get(self, code: str) -> T:
        """Return the term of ``code``; raise ``KeyError`` where the list has none."""
        for term in self:
            if term.code == code:
                return term
        raise KeyError(code)

    def label(self, code: str) -> str:
        """Return the msgid shown for ``code``; raise ``KeyError`` where the list has none."""
        return self.get(code).label
