"""What the doctor says: one plain sentence, and what mends it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and the command or setting that mends it."""

    says: str
    mend: str

    def __str__(self) -> str:
        """Write it as two lines of a terminal."""
        return f"{self.says}\n    mend: {self.mend}"
