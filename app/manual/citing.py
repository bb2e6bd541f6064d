"""How a chapter of an edition is cited: as a sentence, as BibTeX, as RIS; in the text's words."""

from collections.abc import Mapping, Sequence
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
    body: str = ""
    """The hash of the one paragraph that is cited, where it is one."""

    @property
    def _check(self) -> str:
        return f"sha256:{self.body or self.edition.hash}{self._fate}"

    @property
    def _year(self) -> int:
        return self.edition.published_at.year

    @property
    def _fate(self) -> str:
        return ", withdrawn" if self.edition.withdrawal else ""

    @property
    def place(self) -> str:
        """Say which chapter, and from which paragraph to which."""
        kind = "chapter" if self.head.kind == "chapter" else "annex"
        where = f"{kind} {self.head.number}"
        if not self.numbers:
            return where
        if len(self.numbers) == 1:
            return f"{where}, para {self.numbers[0]}"
        return f"{where}, paras {self.numbers[0]}–{self.numbers[-1]}"

    @property
    def sentence(self) -> str:
        """Return a reference for a footnote."""
        return (
            f"{AUTHOR}, {TITLE}, edition {self.edition.number} ({self._year}{self._fate}), "
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
            "note": self._check,
        }
        if self.body:
            fields["pages"] = self.place
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
            ("SE", self.place if self.body else self.head.number),
            ("LA", self.edition.language),
            ("N1", self._check),
            ("UR", self.address),
            ("ER", ""),
        )
        return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)

    @property
    def csl(self) -> Mapping[str, object]:
        """Return an entry as CSL-JSON, which programmes for references read."""
        return {
            "id": self.address,
            "type": "chapter",
            "title": self.head.title,
            "container-title": TITLE,
            "author": [{"literal": AUTHOR}],
            "edition": str(self.edition.number),
            "issued": {"date-parts": [[self._year]]},
            "chapter-number": self.head.number,
            "locator": self.place,
            "language": self.edition.language,
            "note": self._check,
            "URL": self.address,
        }


def _bibtex(value: str) -> str:
    """Return the value with BibTeX's own signs written out; outer braces stay."""
    outer = value.startswith("{") and value.endswith("}")
    inside = value[1:-1] if outer else value
    written = inside.translate(_BIBTEX_SIGNS)
    return f"{{{written}}}" if outer else written
