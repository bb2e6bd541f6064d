"""A parsed text as data for the press: what its templates set as lists, tables, notes, links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.i18n import gettext
from app.papers.places import Follow, Place
from app.press.shapes import from_the_right
from app.text.inline import Run
from app.text.labels import FigureWords
from app.text.tree import LEAVES, Node

HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_MARKS = frozenset({"strong", "em", "code"})


@dataclass(slots=True)
class Nodes:
    """Writes the nodes of a text; a note is written where its mark first stands.

    ``name`` is that of the text within the document.
    """

    follow: Follow
    name: str = ""
    definitions: dict[str, Node] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    within_note: bool = False

    def node(self, node: Node) -> Mapping[str, Any]:
        """Return a node with all that is in it."""
        if node.tag == "pre":
            return {"tag": "pre", "lines": node.text.split("\n")}
        if node.tag == "table":
            rows = [row for part in node.children for row in part.children]
            return {
                "tag": "table",
                "rows": [[self.runs(c.runs) for c in r.children] for r in rows],
            }
        if node.tag == "figure":
            return self._figure(node)
        if node.tag in LEAVES:
            tag = "hr" if node.tag == "hr" else "p"
            return {"tag": tag, "right": from_the_right(node.text), "runs": self.runs(node.runs)}
        return {
            "tag": node.tag,
            "first": int(node.detail or 1) if node.tag == "ol" else 1,
            "right": from_the_right(next((leaf.text for leaf in node.leaves()), "")),
            "nodes": [self.node(child) for child in node.children],
        }

    def drawing(self, name: str) -> tuple[str, int]:
        """Return a picture as a drawing and how wide it is on paper; empty where there is none."""
        del name
        return "", 1

    def _figure(self, node: Node) -> Mapping[str, Any]:
        """Return a picture with what stands below it, or that it is missing and what it shows."""
        parts = {part.tag: part for part in node.children}
        words, said = parts["img"].text, FigureWords.spoken(gettext)
        picture, points = self.drawing(node.detail)
        credit = parts["credit"].text if "credit" in parts else ""
        return {
            "tag": "figure",
            "picture": picture,
            "points": points,
            "alt": words or "–",
            "missing": said.missing % {"words": words},
            "right": from_the_right(words),
            "runs": self.runs(parts["figcaption"].runs) if "figcaption" in parts else [],
            "credit": said.credit % {"source": credit} if credit else "",
        }

    def runs(self, runs: Sequence[Run]) -> list[Mapping[str, Any]]:
        """Return marked text."""
        return [self._run(run) for run in runs]

    def _run(self, run: Run) -> Mapping[str, Any]:
        if run.atom == "br":
            return {"tag": "br"}
        if run.atom == "note":
            return self._note(run)
        href = next((detail for tag, detail in run.marks if tag == "a"), "")
        leads = self.follow(href) if href else None
        marks = sorted({tag for tag, _ in run.marks} & _MARKS)
        said = {"tag": "text", "marks": marks, "words": run.text}
        if isinstance(leads, Place):
            return {**said, "tag": "ref", "at": leads.name}
        return said if leads is None else {**said, "tag": "link", "href": leads}

    def _note(self, run: Run) -> Mapping[str, Any]:
        label = run.marks[-1][1]
        definition = self.definitions.get(label)
        if definition is None or self.within_note:
            return {"tag": "text", "marks": [], "words": run.text}
        order = list(self.definitions).index(label)
        at = f"n-{self.name}-{order}"
        if label in self.seen:
            return {"tag": "again", "at": at}
        self.seen.add(label)
        self.within_note = True
        nodes = [self.node(child) for child in definition.children]
        self.within_note = False
        return {"tag": "note", "at": at, "nodes": nodes}
