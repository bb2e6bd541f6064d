"""A chapter as its readers see it: numbered paragraphs that can be cited, sections and notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from app.text.blocks import Block
from app.text.clean import clean
from app.text.figures import Gallery
from app.text.html import Look, attributes, write_blocks, write_runs
from app.text.labels import ChapterWords
from app.text.limits import check
from app.text.links import Anchor, Link, resolver
from app.text.notes import Note, Notes
from app.text.slugs import slug
from app.text.tokens import count_words
from app.text.tree import Node, Tree, parse
from app.text.voices import Voices

_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, for the table of contents."""

    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A rendered chapter.

    ``numbers`` has the number of each block by its id; ``unresolved`` the links that led
    nowhere, ``undefined`` and ``unused`` the labels of notes that lack one of their two halves.
    """

    html: Markup
    notes_html: Markup
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    numbers: Mapping[str, str]
    words: int
    unresolved: tuple[str, ...]
    undefined: tuple[str, ...]
    unused: tuple[str, ...]


def render_chapter(  # noqa: PLR0913 - what the page around it hands in, all by name
    blocks: Sequence[Block],
    *,
    number: str,
    link: Link,
    words: ChapterWords | None = None,
    icons: str = "",
    prefix: str = "",
    first: int = 0,
    voices: Voices | None = None,
    gallery: Gallery | None = None,
) -> Chapter:
    """Return ``blocks`` as the chapter ``number``, its paragraphs as 2.1, 2.2 and so on.

    ``link`` gives the address of ``chapter:slug`` or ``term:slug``, or ``None``: then the link
    is left as text. ``icons`` is the address of the icon sheet; ``prefix`` keeps the addresses
    of notes apart where several chapters stand in one page. ``first`` paragraphs stand before.
    ``voices`` marks what is in another language than the text around it; ``gallery`` has the
    pictures.

    Raises:
        TextTooLong, TextTooIntricate: the chapter costs more than a text may.
    """
    check("\n\n".join(block.source for block in blocks))
    spoken = voices or Voices()
    shown = gallery or Gallery()
    said = words or ChapterWords()
    writer = _Writer(number, link, said, icons, prefix, spoken, shown, count=first)
    trees = [parse(block.source) for block in blocks]
    for block, tree in zip(blocks, trees, strict=True):
        writer.notes.define(tree.notes, writer.voices.mark(block))
    pairs = zip(blocks, trees, strict=True)
    html = Markup().join(writer.block(block, tree) for block, tree in pairs)
    return writer.chapter(html)


@dataclass(slots=True)
class _Writer:
    """Counts paragraphs, sections and notes while the blocks are written one after the other."""

    number: str
    link: Link
    words: ChapterWords
    icons: str
    prefix: str
    voices: Voices
    gallery: Gallery
    notes: Notes = field(init=False)
    look: Look = field(init=False)
    sections: list[Section] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    unresolved: list[str] = field(default_factory=list)
    count: int = 0
    word_count: int = 0

    def __post_init__(self) -> None:
        resolve = resolver(self.link)

        def remembering(href: str) -> Anchor | None:
            anchor = resolve(href)
            if anchor is None:
                self.unresolved.append(href)
            return anchor

        self.notes = Notes(self.words, self.prefix)
        self.look = Look(resolve=remembering, note=self.notes.mark, gallery=self.gallery)

    def block(self, block: Block, tree: Tree) -> Markup:
        """Return one block; headings open a section, rules and notes have no number."""
        self.word_count += sum(
            count_words(leaf.words) for node in tree.nodes for leaf in node.leaves()
        )
        if not tree.nodes:
            return Markup()
        first = tree.nodes[0]
        if len(tree.nodes) == 1 and first.tag in _HEADINGS:
            return self._heading(block, first)
        if len(tree.nodes) == 1 and first.tag == "hr":
            return Markup("<hr>\n")
        return self._numbered(block, tree.nodes)

    def _heading(self, block: Block, node: Node) -> Markup:
        title, level = node.words.replace("\n", " ").strip(), _HEADINGS[node.tag]
        name = block.id or self._free(f"s-{slug(title)}")
        self.sections.append(Section(name, title, level))
        permalink = _permalink(name, "§", self.words.section % {"title": title})
        inside = clean(write_runs(node.runs, self.look))
        return Markup('<h{level} id="{name}"{mark}>{permalink}{inside}</h{level}>\n').format(
            level=level, name=name, mark=self.voices.mark(block), permalink=permalink, inside=inside
        )

    def _free(self, name: str) -> str:
        """Return ``name``, with a number behind it if a section has it already."""
        taken = {section.id for section in self.sections}
        made, times = name, 2
        while made in taken:
            made, times = f"{name}-{times}", times + 1
        return made

    def _numbered(self, block: Block, nodes: Sequence[Node]) -> Markup:
        self.count += 1
        number = f"{self.number}.{self.count}"
        name = block.id or f"{self.prefix}p{number}"
        if block.id:
            self.numbers[block.id] = number
        permalink = _permalink(name, number, self.words.paragraph % {"number": number})
        tag = "p" if len(nodes) == 1 and nodes[0].tag == "p" else "div"
        inside = self._inside(nodes)
        return Markup('<{tag} id="{name}"{mark}>{permalink}{inside}</{tag}>\n').format(
            tag=tag, name=name, mark=self.voices.mark(block), permalink=permalink, inside=inside
        )

    def _inside(self, nodes: Sequence[Node]) -> Markup:
        first = nodes[0]
        if len(nodes) == 1 and first.tag == "p":
            return clean(write_runs(first.runs, self.look))
        if len(nodes) == 1 and self.voices.notice(first, self.words.not_verified):
            return self._note(first)
        return clean(write_blocks(nodes, self.look))

    def _note(self, node: Node) -> Markup:
        inside = clean(write_blocks(node.children, self.look))
        body = inside if len(node.children) == 1 else Markup("<div>{}</div>").format(inside)
        return Markup(
            '<div class="note"><svg class="i" aria-hidden="true"><use href="{}#info"/></svg>'
            "{}</div>"
        ).format(self.icons, body)

    def chapter(self, html: Markup) -> Chapter:
        """Return everything gathered, the notes written last."""
        notes = self.notes.listed(self.look)
        return Chapter(
            html=html,
            notes_html=self.notes.section(notes),
            sections=tuple(self.sections),
            notes=notes,
            numbers=self.numbers,
            words=self.word_count,
            unresolved=tuple(dict.fromkeys(self.unresolved)),
            undefined=tuple(dict.fromkeys(self.notes.undefined)),
            unused=self.notes.unused,
        )


def _permalink(name: str, text: str, label: str) -> Markup:
    link = attributes(class_="pn", href=f"#{name}", aria_label=label)
    return Markup("<a{}>{}</a>").format(Markup(link), text)  # noqa: S704 - attributes() escapes
