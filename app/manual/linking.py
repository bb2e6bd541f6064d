"""Where the manual's own links lead within one edition, which words a chapter used and where."""

from dataclasses import dataclass, field

from app.manual import glossary
from app.manual.glossary import Term
from app.manual.opening import Opened, address
from app.text.links import Anchor


@dataclass(frozen=True, slots=True)
class Used:
    """A word that a chapter used, and the names of the places where it did."""

    term: Term
    places: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Links:
    """Resolves the manual's own links, and remembers the words that were used."""

    number: int
    language: str
    opened: Opened
    used: dict[str, Used] = field(default_factory=dict)

    def __call__(self, kind: str, name: str) -> str | Anchor | None:
        """Return the address of ``kind:name``, None where it leads nowhere."""
        if kind == "chapter":
            known = any(head.slug == name for head in self.opened.heads)
            return address(self.number, self.language, name) if known else None
        term = self.opened.terms.get(name) if kind == "term" else None
        if term is None:
            return None
        if self.opened.head.slug == glossary.SLUG:
            return f"#{term.block_id}"
        places = self.used.setdefault(name, Used(term)).places
        places.append(f"t-{name}-r{len(places) + 1}")
        return Anchor(f"#w-{name}", kind=kind, id=places[-1])
