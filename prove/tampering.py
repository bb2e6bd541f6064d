"""Tamperings with an export of the record, each at random, and whether the verifier finds them.

Two adversaries: one has the file, and is found by what the file says itself; one has the file and
makes it consistent again, hashes, numbers and all, and is found only by what stands outside it:
the portal's key or an anchor that a holder was mailed.
"""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.audit.checkpoints import Kind, Signer, line, new_key
from app.audit.events import Event
from app.audit.verify import BEGINNING, Broken, canonical, check, line_of, link
from prove.row import Row

MANY = 10_000
ENTRIES = 400
EVERY = 60
HALF = 0.5
PORTAL = "https://portal.example"

Lines = list[bytes]


@dataclass(frozen=True)
class Made:
    """An export, the key it is checked with and the anchor that a holder keeps."""

    lines: Lines
    signer: Signer
    anchor: tuple[int, str]

    @property
    def bodies(self) -> list[bytes]:
        """The entries without their hashes."""
        found = (json.loads(line).get("record") for line in self.lines)
        return [canonical(record) for record in found if record]


def body(number: int, dice: random.Random) -> bytes:
    """Return the bytes of an entry made up."""
    return canonical(
        {
            "id": number,
            "at": f"2026-03-01T08:{number // 60 % 60:02d}:{number % 60:02d}.{number:06d}Z",
            "event": str(dice.choice(list(Event))),
            "person": dice.choice([None, "abcdefghijkm", "pqrstuvwxyz2"]),
            "office": dice.choice([None, "k7mnpqrstuvw"]),
            "subject": f"item{number % 97:08d}",
            "detail": dice.choice([{}, {"version": number}, {"result": "reached"}]),
        }
    )


def lines_of(bodies: Iterable[bytes], signer: Signer, every: int) -> Iterator[bytes]:
    """Return an export of ``bodies``, with a checkpoint after ``every`` so many entries."""
    head, number, made = BEGINNING, 0, 0
    for number, one in enumerate(bodies, 1):
        head = link(head, one)
        yield line_of(head, one)
        if number % every == 0:
            made += 1
            yield line(signer.end(made, Kind.REGULAR, number, head))
    yield line(signer.end(made + 1, Kind.EXPORT, number, head))


def make(dice: random.Random, entries: int = ENTRIES) -> Made:
    """Return an export made up; the holder's anchor is that of its last regular checkpoint."""
    signer = Signer(new_key(), PORTAL)
    lines = list(lines_of((body(n, dice) for n in range(1, entries + 1)), signer, EVERY))
    kept = [json.loads(one)["checkpoint"] for one in lines if one.startswith(b'{"checkpoint"')]
    return Made(lines, signer, (kept[-2]["entries"], kept[-2]["hash"]))


# with the file ------------------------------------------------------------------------------------


def changed_byte(made: Made, dice: random.Random) -> Lines:
    """Change one byte anywhere."""
    lines = list(made.lines)
    place = dice.randrange(len(lines))
    old = bytearray(lines[place])
    old[dice.randrange(len(old))] ^= dice.randrange(1, 256)
    lines[place] = bytes(old)
    return lines


def changed_field(made: Made, dice: random.Random) -> Lines:
    """Say something else in one field of an entry or a checkpoint, in perfect form."""
    lines = list(made.lines)
    place = dice.randrange(len(lines))
    found = json.loads(lines[place])
    inside = found.get("record") or found["checkpoint"]
    name = dice.choice(sorted(inside))
    old = inside[name]
    inside[name] = old + 1 if isinstance(old, int) else f"{old}x"
    lines[place] = canonical(found) + b"\n"
    return lines


def deleted(made: Made, dice: random.Random) -> Lines:
    """Leave a few lines out."""
    first = dice.randrange(len(made.lines))
    return made.lines[:first] + made.lines[first + dice.randrange(1, 4) :]


def inserted(made: Made, dice: random.Random) -> Lines:
    """Put a line of the export in once more, somewhere."""
    place = dice.randrange(len(made.lines) + 1)
    return [*made.lines[:place], dice.choice(made.lines), *made.lines[place:]]


def swapped(made: Made, dice: random.Random) -> Lines:
    """Exchange two lines."""
    lines = list(made.lines)
    one, other = dice.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def cut(made: Made, dice: random.Random) -> Lines:
    """Cut the tail off: anywhere, or in the middle of a line."""
    whole = dice.randrange(len(made.lines))
    part = made.lines[whole][: dice.randrange(len(made.lines[whole]))]
    return [*made.lines[:whole], *([part] if part else [])]


def cut_before_end(made: Made, dice: random.Random) -> Lines:
    """Cut entries off and keep the signed end."""
    return [*made.lines[: dice.randrange(len(made.lines) - 1)], made.lines[-1]]


# with the means to make it consistent again -------------------------------------------------------


def cut_and_appended(made: Made, dice: random.Random) -> Lines:
    """Cut the tail off and append other entries, hashes and all, under the old signed end."""
    place = dice.randrange(len(made.lines) - 1)
    lines, head, number = made.lines[:place], BEGINNING, 0
    for one in lines:
        if one.startswith(b'{"hash"'):
            head, number = json.loads(one)["hash"], number + 1
    for following in range(number + 1, number + dice.randrange(2, 60)):
        other = body(following, dice)
        head = link(head, other)
        lines.append(line_of(head, other))
    return [*lines, made.lines[-1]]


def rewritten(made: Made, dice: random.Random) -> Lines:
    """Change one entry before the anchor, all hashes after it, and sign all with another key."""
    bodies = _otherwise(made, dice.randrange(made.anchor[0]))
    return list(lines_of(bodies, Signer(new_key(), PORTAL), EVERY))


def forged(made: Made, dice: random.Random) -> Lines:
    """Have the portal's own key: say something else before the anchor, or end before it."""
    place = dice.randrange(made.anchor[0])
    bodies = _otherwise(made, place) if dice.random() < HALF else made.bodies[:place]
    return list(lines_of(bodies, made.signer, EVERY))


def _otherwise(made: Made, place: int) -> list[bytes]:
    bodies = made.bodies
    bodies[place] = canonical({**json.loads(bodies[place]), "subject": "somethingelse"})
    return bodies


FORMS: Sequence[Callable[[Made, random.Random], Lines]] = (
    changed_byte, changed_field, deleted, inserted, swapped, cut, cut_before_end,
    cut_and_appended, rewritten, forged,
)  # fmt: skip
CONSISTENT = (rewritten, forged)
"""What no chain can find by itself."""


def is_found(made: Made, lines: Lines, *, key: bool = True, anchor: bool = True) -> bool:
    """Whether the verifier refuses ``lines``, given what stands outside the file."""
    try:
        check(lines, [made.signer.public] if key else (), dict([made.anchor]) if anchor else None)
    except Broken:
        return True
    return False


def rows(many: int = MANY, seed: int = 20260301) -> Iterator[Row]:
    """Tamper ``many`` times in every way in turn; say how many were found, and by what."""
    dice = random.Random(seed)  # noqa: S311 - chance that can be repeated
    made = make(dice)
    held = not is_found(made, made.lines)
    yield Row("an export nobody touched holds", "yes" if held else "no", "yes", held)
    tried = dict.fromkeys((form.__name__ for form in FORMS), 0)
    found, by_anchor, by_nothing = dict(tried), dict(tried), dict(tried)
    for turn in range(many):
        form = FORMS[turn % len(FORMS)]
        lines = made.lines
        while lines == made.lines:
            lines = form(made, dice)
        tried[form.__name__] += 1
        found[form.__name__] += is_found(made, lines)
        if form in CONSISTENT:
            by_anchor[form.__name__] += is_found(made, lines, key=False)
            by_nothing[form.__name__] += is_found(made, lines, key=False, anchor=False)
    for name, times in tried.items():
        yield _row(f"tampering found: {name}", found[name], times)
    for name in (form.__name__ for form in CONSISTENT):
        yield _row(f"{name}: found by a holder's anchor alone", by_anchor[name], tried[name])
        seen = by_nothing[name]
        yield Row(f"{name}: found without key and anchor", str(seen), "0, by design", seen == 0)
    yield _row("tamperings found", sum(found.values()), many)


def _row(name: str, found: int, times: int) -> Row:
    return Row(name, f"{found}/{times}", f"{times}/{times}", found == times)
