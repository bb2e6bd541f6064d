"""Two editions read page by page, searched, and compared word by word with what they came from."""

import re
import time
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from app.manual import changes, queries
from app.manual.values import EditionInfo
from app.text.blocks import split
from app.text.markdown import to_text
from app.text.query import MOST_CHARACTERS
from prove.printing import Manual, Press, said
from prove.row import Row, equal

SEARCHES, PHRASE = 100, 8
"""So many phrases are searched for, each of so many words."""
SLOWEST = 60.0
"""Seconds that comparing two releases may take."""


def misread(press: Press, edition: EditionInfo) -> Iterator[str]:
    """Give the chapters of an edition whose page lacks a block, or words of one."""
    manual = press.manuals[edition.number - 1]
    with press.portal.db.read() as conn:
        heads = queries.heads(conn, edition.number)
        texts = queries.texts(conn, edition.number, (head.chapter_id for head in heads))
    if [head.slug for head in heads] != list(manual):
        yield "the list of chapters"
    for head in heads:
        blocks = texts[head.chapter_id].blocks
        if [block.source for block in blocks] != [b.source for b in split(manual[head.slug].text)]:
            yield f"{head.slug} as it was stored"
        page = press.read(f"/manual/{edition.number}/en/{head.slug}")
        words = {word for block in blocks for word in to_text(block.source).split()} - {"|"}
        lines = {block.id for block in blocks if block.kind == "rule"}
        if not {block.id for block in blocks} - lines <= page.ids:
            yield f"{head.slug} without a place"
        if lacking := [word for word in words if word not in page.text]:
            yield f"{head.slug} without {lacking[0]}"


def unfound(press: Press, edition: EditionInfo) -> Iterator[str]:
    """Search for phrases from all over an edition; give those that do not lead to their place."""
    with press.portal.db.read() as conn:
        heads = queries.heads(conn, edition.number)
        texts = queries.texts(conn, edition.number, (head.chapter_id for head in heads))
    long = [
        (block.id, words)
        for head in heads
        for block in texts[head.chapter_id].blocks
        if block.kind == "paragraph"
        and len(words := re.findall(r"\w+", to_text(block.source))) > PHRASE
    ]
    for name, words in long[:: max(1, len(long) // SEARCHES)][:SEARCHES]:
        phrase = " ".join(words[:PHRASE])[:MOST_CHARACTERS]
        page = press.read(f"/manual/{edition.number}/find?q={quote(phrase)}")
        if not any(f"#{name}" in link for link in page.links):
            yield phrase


def compared(press: Press) -> Iterator[Row]:
    """Compare the releases: each side has to be the text of its release, nothing more or less."""
    began = time.monotonic()
    with press.portal.db.read() as conn:
        found = changes.between(conn, 1, 2)
    took = time.monotonic() - began
    what = f"compared; {len(found.chapters)} chapters differ"
    yield Row(what, f"{took:.1f} s", f"≤ {SLOWEST:.0f} s", took <= SLOWEST)
    wrong = [one.head.slug for one in found.chapters if not exact(one, press.manuals)]
    yield equal(said("chapters whose sides are not the two texts", wrong), len(wrong), 0)
    told = {one.head.slug for one in found.chapters}
    older, newer = ({s: (c.title, c.text) for s, c in one.items()} for one in press.manuals)
    differ = {slug for slug in older | newer if older.get(slug) != newer.get(slug)}
    yield equal("chapters that differ and are not told", len(differ - told), 0)
    counts = [found.count(kind) for kind in ("edited", "moved", "inserted", "deleted")]
    yield Row("edited, moved, inserted, deleted", " ".join(map(str, counts)), "–", good=True)
    press.read("/manual/compare/1/2")
    for one in found.chapters:
        press.read(f"/manual/compare/1/2?chapter={one.head.slug}")
        press.read(f"/manual/compare/1/2/sides/{one.head.slug}")


def exact(one: changes.ChapterChange, manuals: Sequence[Manual]) -> bool:
    """Tell whether kept and taken out words are the old text, kept and put in ones the new."""
    for manual, here, op in zip(manuals, ("old", "new"), ("delete", "insert"), strict=True):
        sides = sorted(
            (getattr(change, f"{here}_place"), "".join(
                span.text for span in change.spans if span.op in {"keep", op}))
            for change in one.redline.changes
            if getattr(change, here)
        )  # fmt: skip
        text = manual[one.head.slug].text if one.head.slug in manual else ""
        if [said for _, said in sides] != [block.source for block in split(text)]:
            return False
    return True
