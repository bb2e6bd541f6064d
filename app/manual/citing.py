"""How a chapter of an edition is cited: as a sentence, as BibTeX, as RIS; in the text's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.manual.rules import TITLE
from app.manual.values import ChapterHead, EditionInfo

AUTHOR = "Global Network of R2P Focal Points"
_BIBTEX_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "#$%&_{}"})


@dataclass(frozen=True, slots=True)
class Cited:
    """A chapter with what a reference needs: its paragraph numbers and its full address."""

    edition: EditionInfo
    head: ChapterHead
    numbers: Sequence[str]
    address: str

    @property
    def _year(self) -> int:
        return self.edition.published_at.year

    @property
    def place(self) -> str:
        """Say which chapter, and from which paragraph to which."""
        kind = "chapter" if self.head.kind == "chapter" else "annex"
        where = f"{kind} {self.head.number}"
        if not self.numbers:
            return where
        return f"{where}, paras {self.numbers[0]}–{self.numbers[-1]}"

    @property
    def sentence(self) -> str:
        """Return a reference for a footnote."""
        return (
            f"{AUTHOR}, {TITLE}, edition {self.edition.number} ({self._year}), "
            f"{self.place}, “{self.head.title}”, {self.address}"
        )

    @property
    def bibtex(self) -> str:
        """Return an entry for BibTeX."""
        fields = {
            "author": "{" + AUTHOR + "}",
            "title": self.head.title,
            "booktitle": TITLE,
            "edition": str(self.edition.number),
            "year": str(self._year),
            "chapter": self.head.number,
            "language": self.edition.language,
            "note": f"sha256:{self.edition.hash}",
        }
        lines = [f"  {name} = {{{_bibtex(value)}}}," for name, value in fields.items()]
        key = f"r2p-manual-{self.edition.number}-{self.head.slug}"
        return "\n".join((f"@incollection{{{key},", *lines, f"  url = {{{self.address}}}", "}", ""))

    @property
    def ris(self) -> str:
        """Return an entry in RIS."""
        lines = (
            ("TY", "CHAP"),
            ("AU", AUTHOR),
            ("TI", self.head.title),
            ("T2", TITLE),
            ("ET", str(self.edition.number)),
            ("PY", str(self._year)),
            ("SE", self.head.number),
            ("LA", self.edition.language),
            ("N1", f"sha256:{self.edition.hash}"),
            ("UR", self.address),
            ("ER", ""),
        )
        return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)


def _bibtex(value: str) -> str:
    """Return the value with BibTeX's own signs written out; outer braces stay."""
    outer = value.startswith("{") and value.endswith("}")
    inside = value[1:-1] if outer else value
    written = inside.translate(_BIBTEX_SIGNS)
    return f"{{{written}}}" if outer else written
