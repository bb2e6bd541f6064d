"""A document as it was before its tracked changes, or as it would be with all of them.

Changes within a paragraph are read where it is read; here are those of whole blocks, of rows, of
the ends of paragraphs and of looks. Those of the first reading are told, none is made by it.
"""

from copy import deepcopy

from app.papers.reading.parts import Element, W
from app.papers.reading.runs import PUT_IN, TAKEN_OUT, text_within, value
from app.papers.reading.told import Lost, Told

_PARAGRAPH, _LOOK, _OF_PARAGRAPH = f"{W}p", f"{W}rPr", f"{W}pPr"
_CHANGES = (*PUT_IN, *TAKEN_OUT)
_LOOKS = (f"{W}pPrChange", f"{W}rPrChange")
_CELLS = (f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")
END = "¶"


def settled(body: Element, told: Told, *, accept: bool) -> Element:
    """Return a copy of ``body`` in one of its two states; ``accept`` is the one with changes."""
    whole = deepcopy(body)
    for _ in whole.iter(*_CELLS):
        told.lose(Lost.MERGED)
    for change in list(whole.iter(*_LOOKS)):
        told.lose(Lost.LOOK)
        if not accept:
            _as_before(change)
    for change in list(whole.iter(*_CHANGES)):
        _whole(change, told, accept=accept)
    _join(whole, told, accept=accept)
    return whole


def _as_before(change: Element) -> None:
    """Give a paragraph or some words the look that they had."""
    now = change.getparent()
    around = None if now is None else now.getparent()
    if around is None or around.tag == _OF_PARAGRAPH:
        return
    before = change.find(now.tag)
    if before is None:
        before = now.makeelement(now.tag)
    if now.tag == _OF_PARAGRAPH and (end := now.find(_LOOK)) is not None:
        before.append(end)
    around.replace(now, before)


def _whole(change: Element, told: Told, *, accept: bool) -> None:
    """Take out a block or a row that is not there in this state."""
    inserted, around = change.tag in PUT_IN, change.getparent()
    of_row = around is not None and around.tag == f"{W}trPr"
    one = around.getparent() if of_row else change
    if one is None or one.getparent() is None:
        return
    if not of_row and change.find(_PARAGRAPH) is None and change.find(f"{W}tbl") is None:
        return
    if inserted or not of_row or next(one.iterdescendants(f"{W}del"), change) is change:
        told.track(text_within(one), value(change, "author"), inserted=inserted)
    if inserted != accept:
        one.getparent().remove(one)


def _join(whole: Element, told: Told, *, accept: bool) -> None:
    """Join paragraphs whose end is not there in this state with those that follow."""
    held: list[Element] = []
    wanted: Element | None = None
    for paragraph in list(whole.iter(_PARAGRAPH)):
        if paragraph is not wanted:
            held = []
        change = _end(paragraph)
        gone = change is not None and (change.tag in PUT_IN) != accept
        follows = paragraph.getnext()
        if change is not None and next(paragraph.iterchildren(*_CHANGES), None) is None:
            told.track(END, value(change, "author"), inserted=change.tag in PUT_IN)
        if gone and follows is not None and follows.tag == _PARAGRAPH:
            held += [child for child in paragraph if child.tag != _OF_PARAGRAPH]
            wanted = follows
            paragraph.getparent().remove(paragraph)
        elif held:
            at = int(len(paragraph) > 0 and paragraph[0].tag == _OF_PARAGRAPH)
            paragraph[at:at] = held
            held = []


def _end(paragraph: Element) -> Element | None:
    """Return the change of a paragraph's end, None where it is not changed."""
    look = paragraph.find(f"{_OF_PARAGRAPH}/{_LOOK}")
    return None if look is None else next(look.iterchildren(*_CHANGES), None)
