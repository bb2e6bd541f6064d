"""Text inside a block, as runs that each carry the marks they stand under."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from app.text.scripts import is_cjk

Mark = tuple[str, str]
_MARKS = {"strong_open": "strong", "em_open": "em", "link_open": "a"}
_ATOMS = frozenset({"note", "br"})


def is_atom(marks: tuple[Mark, ...]) -> str:
    """Return ``note`` or ``br`` if the last mark makes its text one sign, else nothing."""
    last = marks[-1][0] if marks else ""
    return last if last in _ATOMS else ""


class Run(NamedTuple):
    """A piece of text under the same marks; a mark is its element and its detail."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def atom(self) -> str:
        """``note`` or ``br`` if the run is one sign rather than text, else nothing."""
        return is_atom(self.marks)


def runs(tokens: Sequence[Token]) -> tuple[Run, ...]:
    """Return the runs of an inline token's children, neighbours under equal marks joined."""
    found: list[Run] = []
    marks: list[Mark] = []
    for place, token in enumerate(tokens):
        if token.type in _MARKS:
            marks.append((_MARKS[token.type], str(token.attrGet("href") or "")))
        elif token.nesting == -1:
            marks.pop()
        elif token.type == "softbreak":
            found.append(Run(_soft_break(tokens, place), tuple(marks)))
        else:
            found.append(_run(token, tuple(marks)))
    return tuple(joined(found))


def _run(token: Token, marks: tuple[Mark, ...]) -> Run:
    match token.type:
        case "code_inline":
            return Run(token.content, (*marks, ("code", "")))
        case "hardbreak":
            return Run("\n", (*marks, ("br", "")))
        case "footnote_ref":
            label = str(token.meta["label"])
            return Run(f"[^{label}]", (*marks, ("note", label)))
        case "image":
            return Run("".join(run.text for run in runs(token.children or [])), marks)
        case _:
            return Run(token.content, marks)


def _soft_break(tokens: Sequence[Token], place: int) -> str:
    """Return what a line break in the source reads as: a space, but nothing inside Chinese."""
    around = (tokens[place - 1].content[-1:], tokens[place + 1].content[:1])
    return "" if all(char and is_cjk(char) for char in around) else " "


def joined(found: Iterable[Run]) -> list[Run]:
    """Return the runs without empty ones and with equal neighbours made one."""
    kept: list[Run] = []
    for run in found:
        if not run.text:
            continue
        if kept and kept[-1].marks == run.marks and not run.atom:
            kept[-1] = Run(kept[-1].text + run.text, run.marks)
        else:
            kept.append(run)
    return kept
