"""Opening the words of requests and offers, each bound to its table, column and row."""

import json
from dataclasses import asdict, dataclass
from typing import Self

from app.core.seal import Place, SealedText
from app.sealing.keys import Opened

REQUEST = "assistance_request"
OFFER = "assistance_offer"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a request starts from; confidential as a whole, since it may say what is missing."""

    practices: tuple[str, ...] = ()
    risk_factors: tuple[str, ...] = ()
    practical_steps: tuple[str, ...] = ()
    origin: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the basis written by ``str(basis)``; nothing gives an empty one."""
        found = json.loads(text) if text else {}
        origin = found.pop("origin", "")
        return cls(origin=origin, **{name: tuple(codes) for name, codes in found.items()})

    def __str__(self) -> str:
        """Write the basis as it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)


def opened(record: Opened, table: str, row: str, column: str, sealed: SealedText | None) -> str:
    """Return the words sealed in one column of one row, nothing where it is empty."""
    return record.words(sealed, Place(table, column, row))
