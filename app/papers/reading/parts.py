"""The parts of a Word document: an archive that is not believed, and XML that asks nobody.

Sizes that an archive states are not believed either: reading stops where too much came out.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.errors import Refusal
from app.core.i18n import N_

MOST_FILE = 10 * 2**20
MOST_ENTRIES = 2_000
MOST_PART = 12 * 2**20
MOST_ELEMENTS = 400_000
MOST_PICTURES = 24 * 2**20
"""Bytes of all pictures, unpacked."""
DOCUMENT = "word/document.xml"
_OTHERS = ("styles", "numbering", "footnotes", "endnotes", "comments")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_READ = (
    zipfile.BadZipFile, zlib.error, struct.error,
    OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What Word writes; of other kinds more comes out at once than was asked for."""
_PROGRAM = "vbaproject.bin"
MOST_TEXT = 800_000
MOST_PARAGRAPHS = 20_000

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

Element = Any
"""An element of lxml, which brings no types."""


class NoWord(Refusal):
    """What was sent is no Word document that can be read."""

    message = N_(
        "This is no Word document that can be read. Save it in Word as .docx, without a password,"
        " and send it again."
    )


class Program(NoWord):
    """The document carries a program that Word would run."""

    message = N_(
        "This document carries macros. Save it in Word as .docx, which has none, and send it again."
    )


class TooMuch(Refusal):
    """The document holds more than a chapter can."""

    message = N_(
        "This document is larger than a chapter can be. Split it, or take its pictures out."
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """The document and what it refers to; a part that is missing is None.

    ``pictures`` are those of the body, as they came, by the names that it knows them by.
    """

    body: Element
    others: Mapping[str, Element | None]
    links: Mapping[tuple[str, str], str]
    pictures: Mapping[str, bytes]

    def link(self, part: str, name: str) -> str:
        """Return the address outside that ``part`` knows by ``name``, nothing where it has none."""
        return self.links.get((part, name), "")


def read(content: bytes) -> Parts:
    """Return the parts of a document.

    Raises:
        NoWord: it is none, or is encrypted, broken or written to deceive.
        Program: it carries macros.
        TooMuch: it holds more than a chapter can.
    """
    if len(content) > MOST_FILE:
        raise TooMuch
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(packed.infolist()) > MOST_ENTRIES:
                raise TooMuch
            return _parts(packed)
    except _READ as wrong:
        raise NoWord from wrong


def _parts(packed: zipfile.ZipFile) -> Parts:
    names = set(packed.namelist())
    if DOCUMENT not in names:
        raise NoWord
    if any(name.lower().endswith(_PROGRAM) for name in names):
        raise Program
    left = [MOST_PART]
    body = _xml(packed, DOCUMENT, left).find(f"{W}body")
    if body is None:
        raise NoWord
    files = {name: f"word/{name}.xml" for name in _OTHERS}
    others = {n: _xml(packed, f, left) if f in names else None for n, f in files.items()}
    links = {
        (part, one.get("Id", "")): one.get("Target", "")
        for part in ("document", "footnotes", "endnotes")
        if (file := f"word/_rels/{part}.xml.rels") in names
        for one in _xml(packed, file, left).iter(_RELATION)
        if one.get("TargetMode") == "External"
    }
    _ensure_short([body, *(root for root in others.values() if root is not None)])
    return Parts(body, others, links, _pictures(packed, names, left))


def _pictures(packed: zipfile.ZipFile, names: set[str], left: list[int]) -> Mapping[str, bytes]:
    """Return the pictures of the body; of very many or very large ones only the first."""
    file, room, found = "word/_rels/document.xml.rels", MOST_PICTURES, dict[str, bytes]()
    relations = _xml(packed, file, left).iter(_RELATION) if file in names else ()
    for one in relations:
        target = f"word/{one.get('Target', '')}"
        if not one.get("Type", "").endswith("/image") or target not in names:
            continue
        if packed.getinfo(target).compress_type not in _PACKED:
            raise NoWord
        with packed.open(target) as picture:
            content = picture.read(room + 1)
        room -= len(content)
        if room < 0:
            break
        found[one.get("Id", "")] = content
    return found


def _ensure_short(roots: Iterable[Element]) -> None:
    """Refuse many more words than a chapter can have, before anything is made of them."""
    words = paragraphs = 0
    for root in roots:
        words += sum(len(one.text or "") for one in root.iter())
        paragraphs += sum(1 for _ in root.iter(f"{W}p"))
    if words > MOST_TEXT or paragraphs > MOST_PARAGRAPHS:
        raise TooMuch


def _xml(packed: zipfile.ZipFile, name: str, left: list[int]) -> Element:
    """Return the root of a part; ``left`` is what may still come out of the archive."""
    if packed.getinfo(name).compress_type not in _PACKED:
        raise NoWord
    with packed.open(name) as file:
        content = file.read(left[0] + 1)
    left[0] -= len(content)
    if left[0] < 0:
        raise TooMuch
    if any(word in content for word in _FORBIDDEN) or b"\0" in content:
        raise NoWord
    from lxml import etree  # noqa: PLC0415 - only a Word document needs it

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as wrong:
        raise NoWord from wrong
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hid it
        raise NoWord
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise TooMuch
    return root
