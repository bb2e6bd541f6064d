"""How long a redline of a large manual takes: cold, in a process of its own."""

import random
import sys
from time import process_time

from app.text.blocks import Block
from app.text.redline import compare

BLOCKS, WORDS, CHANGED = 1_000, 70, 0.2


def manuals() -> tuple[list[Block], list[Block]]:
    """Return a manual of 70,000 words, and the same with a fifth of its blocks changed."""
    dice = random.Random(7)  # noqa: S311 - which words and blocks
    known = [f"w{n:x}" for n in range(3_000)]
    old = [
        Block(f"b{n:07}", "paragraph", " ".join(dice.choices(known, k=WORDS)))
        for n in range(BLOCKS)
    ]
    new = [_changed(one, dice, known) if dice.random() < CHANGED else one for one in old]
    return old, new


def _changed(one: Block, dice: random.Random, known: list[str]) -> Block:
    words = one.source.split(" ")
    for _ in range(5):
        words[dice.randrange(len(words))] = dice.choice(known)
    return Block(one.id, one.kind, " ".join(words))


def main() -> None:
    """Print the milliseconds of the first comparison in this process."""
    old, new = manuals()
    began = process_time()
    summary = compare(old, new).summary
    took = (process_time() - began) * 1_000
    sys.stdout.write(f"redline, {BLOCKS * WORDS} words, {summary.edited} blocks: {took:.0f} ms\n")


if __name__ == "__main__":
    main()
