"""One figure of a proof."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, what came out, what was wanted, and whether it is reached."""

    name: str
    figure: str
    goal: str
    good: bool


def equal(name: str, found: object, wanted: object) -> Row:
    """Return the row of a figure that has to be just what is wanted."""
    return Row(name, str(found), str(wanted), found == wanted)
