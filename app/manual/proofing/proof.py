"""The proof of the draft: every link and note that leads nowhere, in the source and translated."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.manual import queries
from app.manual.proofing.judging import Verdict, Why, judge
from app.manual.proofing.known import OWN, Known, known
from app.manual.proofing.uses import Means, Use, uses_of
from app.manual.rules import LANGUAGE
from app.manual.translating import freezing
from app.manual.translating.values import Translation
from app.manual.values import DRAFT, ChapterHead
from app.text.blocks import Block
from app.text.links import public

_NO_NUMBER = frozenset({"heading", "rule", "notes"})
_OUTSIDE = ("http:", "https:", "mailto:", "/")


@dataclass(frozen=True, slots=True)
class Finding:
    """What leads nowhere: in which block of which chapter, and why."""

    head: ChapterHead
    block_id: str
    number: str
    use: Use
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wrong in each language, that of the source first; ``outside`` was not looked at.

    ``outside`` has addresses that lead out of the manual, each with how often it is written.
    """

    wrong: Mapping[str, Sequence[Finding]]
    outside: Mapping[str, int]

    @property
    def count(self) -> int:
        """How much is wrong in all languages."""
        return sum(len(found) for found in self.wrong.values())


def proof(conn: Connection) -> Proof:
    """Return the proof of the draft as it is saved now."""
    heads = queries.heads(conn, DRAFT)
    texts = queries.texts(conn, DRAFT, (head.chapter_id for head in heads))
    said = freezing.drafted(conn, heads, texts)
    chapters = [(head, texts[head.chapter_id].blocks) for head in heads]
    spoken = [one.block for those in said.values() for one in those.blocks.values()]
    every = [block for _, blocks in chapters for block in blocks] + spoken
    links = [use.name for b in every for use in uses_of(b.source) if use.means == Means.LINK]
    there = known(conn, heads, texts, links)
    source = [one for head, blocks in chapters for one in _chapter(head, blocks, there)]
    wrong = {LANGUAGE: source}
    for code, those in sorted(said.items()):
        wrong[code] = [one for c in chapters for one in _translated(*c, those, there)]
    outside = Counter(link for link in links if _leads_out(link))
    return Proof(
        {code: found for code, found in wrong.items() if found}, dict(sorted(outside.items()))
    )


def _leads_out(link: str) -> bool:
    within = link.startswith("#") or any(own.fullmatch(link) for own in OWN)
    return not within and public(link) is not None


def _chapter(head: ChapterHead, blocks: Sequence[Block], known: Known) -> Iterator[Finding]:
    """Give what is wrong in a chapter, in reading order."""
    uses = [uses_of(block.source) for block in blocks]
    marked = {use.name for some in uses for use in some if use.means == Means.MARKED}
    every = Counter(use.name for some in uses for use in some if use.means == Means.WRITTEN)
    written: set[str] = set()
    for block, number, some in zip(blocks, _numbers(head, blocks), uses, strict=True):
        for use in some:
            verdict = _judged(use, head, known, marked, every)
            if use.means == Means.WRITTEN:
                verdict = Verdict(Why.TWICE) if use.name in written else verdict
                written.add(use.name)
            if verdict:
                yield Finding(head, block.id or "", number, use, verdict)


def _numbers(head: ChapterHead, blocks: Sequence[Block]) -> Iterator[str]:
    """Give the number of each block as readers will see it, nothing where it has none."""
    count = 0
    for block in blocks:
        count += block.kind not in _NO_NUMBER
        yield "" if block.kind in _NO_NUMBER else f"{head.number}.{count}"


def _judged(
    use: Use, head: ChapterHead, known: Known, marked: set[str], written: Mapping[str, int]
) -> Verdict | None:
    match use.means:
        case Means.LINK:
            return judge(use.name, head, known)
        case Means.MARKED:
            return None if use.name in written else Verdict(Why.UNWRITTEN)
        case Means.WRITTEN:
            return None if use.name in marked else Verdict(Why.UNMARKED)
        case _:
            return Verdict(Why.NESTED)


def _translated(
    head: ChapterHead, blocks: Sequence[Block], said: Translation, known: Known
) -> Iterator[Finding]:
    """Give what is wrong in a chapter's translation and not in its source already."""
    names = [block.id or "" for block in blocks]
    shown = [
        said.blocks[n].block if n in said.blocks else b for n, b in zip(names, blocks, strict=True)
    ]
    before = {(one.block_id, one.use[:2], one.verdict) for one in _chapter(head, blocks, known)}
    found = [
        one
        for one in _chapter(head, shown, known)
        if (one.block_id, one.use[:2], one.verdict) not in before
    ]
    pairs = zip(blocks, shown, _numbers(head, blocks), strict=True)
    left = [
        Finding(head, block.id or "", number, use, Verdict(Why.LEFT_OUT))
        for block, text, number in pairs
        for use in _left_out(block, text)
    ]
    place = {name: n for n, name in enumerate(names)}
    yield from sorted([*found, *left], key=lambda one: place[one.block_id])


def _left_out(block: Block, shown: Block) -> Iterator[Use]:
    """Give what a block leads to within the manual and its translation does not."""
    has = Counter(use[:2] for use in uses_of(shown.source))
    for use in uses_of(block.source):
        if use.means != Means.NESTED and not use.name.lower().startswith(_OUTSIDE):
            has[use[:2]] -= 1
            if has[use[:2]] < 0:
                yield use
