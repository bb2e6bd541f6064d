"""Some three hundred files with the answer that each has to get, the same ones every time."""

import bz2
import gzip
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import AttachedFileSpec, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.files.kinds import ARCHIVES
from app.files.pdf_parts import ACTING
from app.files.verdict import Kind, Why
from tests.files import corpus
from tests.files.built import BOMBS, PLACE, carrying, drawing, held, inline, nested, photograph

SECRET = b"SECRET CANARY"
SCRIPT = b"<script>alert('SECRET CANARY')</script>"


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and what may be answered: a kind where it is taken, or why it is not."""

    name: str
    content: bytes
    answers: frozenset[str]
    gone: bytes = b""
    """What must not be left of it."""


def cases() -> Iterator[Case]:
    """Give every case."""
    for name, (content, why) in corpus.REFUSED.items():
        yield Case(name, content, frozenset(why))
    for name, content in corpus.DISARMED.items():
        yield Case(name, content, frozenset({Kind.PDF}), corpus.SCRIPT.encode())
    for name, content, kind in corpus.taken():
        yield Case(f"good {name}", content, frozenset({kind}))
    for part in (_polyglots, _archives, _markup, _texts, _told, _acting, _cut, _wrapped, _bombs):
        yield from part()


def _one(name: str, content: bytes, answer: str, gone: bytes = b"") -> Case:
    return Case(name, content, frozenset({answer}), gone)


def _good() -> dict[Kind, bytes]:
    return {
        Kind.PDF: corpus.pdf(), Kind.PNG: corpus.picture("PNG"),
        Kind.JPEG: corpus.picture("JPEG"), Kind.WEBP: corpus.picture("WEBP"),
    }  # fmt: skip


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def _polyglots() -> Iterator[Case]:
    """Give files that are two things: what comes first decides, and the other is not kept."""
    others = {
        "page": (b"<html>" + SCRIPT, Why.MARKUP), "script": (b"/*" + SCRIPT + b"*/", Why.UNKNOWN),
        "archive": (_zip(a=b"x") + SECRET, Why.ARCHIVE),
        "virus": (corpus.EICAR + SECRET, Why.MARKUP),
        "programme": (b"MZ\x90\0" + SECRET, Why.UNKNOWN), "gif": (b"GIF89a" + SECRET, Why.UNKNOWN),
        "shell": (b"#!/bin/sh\n" + SECRET, Why.MARKUP), "php": (b"<?php /*" + SECRET, Why.MARKUP),
    }  # fmt: skip
    for kind, good in _good().items():
        for name, (other, why) in others.items():
            yield _one(f"{kind} and then {name}", good + other, kind, SECRET)
            # Bytes of a picture are no text, so what looks like text before them is nothing.
            answers = frozenset({why, Why.UNKNOWN})
            yield Case(f"{name} and then {kind}", other + good, answers)


def _archives() -> Iterator[Case]:
    for place, start in enumerate(ARCHIVES):
        yield _one(f"archive {place}", start + bytes(300), Why.ARCHIVE)
    inner = _zip(a=bytes(10_000_000))
    yield _one(
        "archive in an archive", _zip(**{f"{one}.zip": inner for one in range(9)}), Why.ARCHIVE
    )
    for name, part in {
        "docm": "word/vbaProject.bin", "xlsm": "xl/vbaProject.bin", "pptm": "ppt/vbaProject.bin",
        "docx": "word/document.xml", "pptx": "ppt/presentation.xml",
    }.items():  # fmt: skip
        packed = _zip(**{"[Content_Types].xml": b"<Types/>", part: SECRET})
        yield _one(f"office {name}", packed, Why.OFFICE)


def _markup() -> Iterator[Case]:
    for place, start in enumerate((
        "<html>", "<HTML>", "<!--", "<?xml?>", "<svg onload=1>", "<a href=x>", "</p>", "<script>",
        "\ufeff<html>", " \t\r\n<body>", "<%", "<math>",
    )):  # fmt: skip
        answer = Kind.TEXT if start == "<%" else Why.MARKUP
        yield _one(f"markup {place}", f"{start} words".encode(), answer)


def _texts() -> Iterator[Case]:
    for place, words in enumerate((
        "Prévention", "الوقاية", "预防", "Предупреждение", "Prevención", "防止", "예방", "מניעה",
        "a < b", "= 1 + 1", "a,b;c\t d",
    )):  # fmt: skip
        yield _one(f"words {place}", words.encode(), Kind.TEXT)
    for code in (0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x200B, 0x2060, 0xAD):
        yield _one(f"hidden {code:04x}", f"a{chr(code)}b".encode(), Why.HIDDEN_SIGNS)
    for code in (0, 1, 8, 0x0B, 0x0C, 0x1B, 0x7F, 0x9B):
        yield _one(f"control {code:02x}", f"a{chr(code)}b".encode(), Why.UNKNOWN)
    for form in ("utf-16", "utf-16-le", "utf-32", "cp1252", "shift-jis", "koi8-r"):
        word = {"shift-jis": "防止", "koi8-r": "Слово"}.get(form, "Über")
        yield _one(f"in {form}", word.encode(form), Why.UNKNOWN)


def _told() -> Iterator[Case]:
    """Give images that tell where, when and with what they were made."""
    said = PngInfo()
    said.add_text("Comment", SECRET.decode())
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    ways: dict[str, dict[str, object]] = {
        "exif": {"exif": exif}, "xmp": {"xmp": b"<x>" + SECRET}, "profile": {"icc_profile": SECRET},
        "comment": {"comment": SECRET}, "words": {"pnginfo": said},
    }  # fmt: skip
    for form, kind in (("PNG", Kind.PNG), ("JPEG", Kind.JPEG), ("WEBP", Kind.WEBP)):
        for name, more in ways.items():
            out = io.BytesIO()
            Image.new("RGB", (30, 20), "red").save(out, form, **more)
            yield _one(f"{kind} with {name}", out.getvalue(), kind, SECRET)


def _acting() -> Iterator[Case]:
    """Give PDFs with each entry by which something could act, in the document and on its page."""

    def script() -> Dictionary:
        return Dictionary(S=Name.JavaScript, JS=String(SECRET), F=String(SECRET))

    for key in sorted(ACTING - {"/B"}):
        for where in ("document", "page", "font"):

            def change(made: Pdf, key: str = key, where: str = where) -> None:
                at = {
                    "document": made.Root, "page": made.pages[0].obj,
                    "font": made.pages[0].Resources.Font.F1,
                }[where]  # fmt: skip
                at[key] = made.make_indirect(script())

            yield _one(
                f"{key} of the {where}",
                corpus.pdf(change, fix_metadata_version=False),
                Kind.PDF,
                SECRET,
            )


def _cut() -> Iterator[Case]:
    for kind, good in _good().items():
        for tenths in (1, 5, 9):
            answers: set[str] = {Why.DAMAGED}
            if kind is Kind.PDF:
                answers |= {Why.NO_PAGE, Kind.PDF}  # what is whole can be found without the list
            elif kind in {Kind.JPEG, Kind.PNG} and tenths == 9:
                answers |= {kind}  # what is missing may be no point of it
            elif kind is Kind.WEBP and tenths == 1:
                answers = {Kind.TEXT}  # four letters are left
            cut = good[: len(good) * tenths // 10]
            yield Case(f"{kind} cut at {tenths}", cut, frozenset(answers))


def _wrapped() -> Iterator[Case]:
    """Give the test file of virus scanners in what it is sent in."""
    virus = corpus.EICAR

    def held(made: Pdf) -> None:
        made.attachments["a.com"] = AttachedFileSpec(made, virus)

    def streamed(made: Pdf) -> None:
        made.Root.Bait = Stream(made, virus)

    yield _one("virus in a zip", _zip(a=virus), Why.ARCHIVE)
    yield _one("virus in zip in zip", _zip(a=_zip(a=virus)), Why.ARCHIVE)
    yield _one("virus in gzip", gzip.compress(virus), Why.ARCHIVE)
    yield _one("virus in bzip2", bz2.compress(virus), Why.ARCHIVE)
    yield _one("virus attached to a pdf", corpus.pdf(held), Kind.PDF, virus)
    yield _one("virus within a pdf", corpus.pdf(streamed), Kind.PDF, virus)


def _bombs() -> Iterator[Case]:
    """Give files of a few lines that keep whoever shows them busy, and honest ones like them."""
    for name, (data, ways, why) in BOMBS.items():
        yield _one(f"bomb of {name}", carrying(data, *ways), why)
    yield _one("drawings in drawings", nested(12, 10), Why.BOMB)
    yield _one("drawings too deep", nested(60, 1), Why.TANGLED)
    yield _one("drawing of itself", nested(3, 1, itself=True), Why.TANGLED)
    yield _one("some drawings in drawings", nested(4, 20), Kind.PDF)
    yield _one("object stream", held(1000), Kind.PDF)
    yield _one("object stream that unpacks", held(20_000_000), Why.BOMB)
    yield _one("scan of the nineties", carrying(corpus.old(200_000), "/LZWDecode"), Kind.PDF)
    yield _one("scan in jpeg 2000", carrying(SECRET, "/JPXDecode"), Why.SCAN)
    yield _one("scan in jbig2", carrying(SECRET, "/JBIG2Decode"), Why.SCAN)
    for where in ("page", "/XObject", "/Pattern", "letter"):
        given = drawing(inline(photograph()), where)
        yield _one(f"photograph within the {where}", given, Kind.PDF, PLACE)
