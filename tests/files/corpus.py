"""Files with a verdict: good ones, and hostile ones built here so that none lies in the project."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from pikepdf import (
    Array,
    AttachedFileSpec,
    Dictionary,
    Encryption,
    Name,
    Pdf,
    Stream,
    StreamDecodeLevel,
    String,
)
from PIL import Image

from app.files.verdict import MOST_UNPACKED, Kind, Why

BAIT = "https://bait.example/beacon"
SCRIPT = "app.alert('bait')"
RAW = {"stream_decode_level": StreamDecodeLevel.none, "compress_streams": False}
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(change: Callable[[Pdf], None] = lambda _pdf: None, **saved: object) -> bytes:
    """Return a PDF of two pages with words on the first, changed by ``change``."""
    made, out = Pdf.new(), io.BytesIO()
    for _ in range(2):
        made.add_blank_page(page_size=(200, 200))
    made.pages[0].Contents = Stream(made, b"BT /F1 12 Tf 20 100 Td (Shown) Tj ET")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made.pages[0].Resources = Dictionary(Font=Dictionary(F1=font))
    change(made)
    made.save(out, **saved)  # type: ignore[arg-type] # options by name
    return out.getvalue()


def picture(form: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (30, 20)) -> bytes:
    """Return an image, three quarters of it of one colour."""
    made, out = Image.new(mode, size), io.BytesIO()
    made.save(out, form)
    return out.getvalue()


def _uri(**more: Any) -> Dictionary:
    return Dictionary(S=Name.URI, URI=String(BAIT), **more)


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(SCRIPT))


def _chain(made: Pdf) -> Dictionary:
    """Return a harmless step that is followed by one that is not."""
    to = Array([made.pages[0].obj, Name.Fit])
    return Dictionary(S=Name.GoTo, D=to, Next=Array([Dictionary(S=Name.GoTo, D=to, Next=_uri())]))


def _set(name: str, value: Callable[[Pdf], object]) -> Callable[[Pdf], None]:
    return lambda made: made.Root.__setitem__(name, value(made))


def _annotation(**entries: Any) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        one = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries)
        made.pages[0].obj.Annots = Array([made.make_indirect(one)])

    return change


def _on_page(name: str, value: object) -> Callable[[Pdf], None]:
    return lambda made: made.pages[0].obj.__setitem__(name, value)


def _file(made: Pdf) -> Dictionary:
    held = Dictionary(F=Stream(made, SCRIPT.encode()))
    return Dictionary(Type=Name.Filespec, F=String("bait.exe"), EF=held)


def _attached(made: Pdf) -> None:
    made.attachments["bait.exe"] = AttachedFileSpec(made, SCRIPT.encode())


def _file_annotation(made: Pdf) -> None:
    _annotation(Subtype=Name.FileAttachment, FS=made.make_indirect(_file(made)))(made)


def _form(made: Pdf) -> None:
    field = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("a"), AA=Dictionary(K=_script()))
    _annotation(**{key[1:]: value for key, value in field.items()})(made)
    xfa = Array([String("template"), Stream(made, SCRIPT.encode())])
    made.Root.AcroForm = Dictionary(Fields=made.pages[0].obj.Annots, XFA=xfa, NeedAppearances=True)


def _told(made: Pdf) -> None:
    made.docinfo["/Author"] = BAIT
    with made.open_metadata() as said:
        said["dc:creator"] = [BAIT]
    made.pages[0].obj.Metadata = Stream(made, BAIT.encode())
    made.pages[0].obj.PieceInfo = Dictionary(Bait=String(BAIT))


def _in_resources(made: Pdf) -> None:
    form = Stream(made, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    form.AA = Dictionary(O=_script())
    form.Ref = Dictionary(F=_file(made))
    made.pages[0].Resources.XObject = Dictionary(X=form)


def _in_structure(made: Pdf) -> None:
    one = Dictionary(Type=Name.StructElem, S=Name.P, A=_script(), AF=Array([_file(made)]))
    made.Root.StructTreeRoot = made.make_indirect(Dictionary(K=made.make_indirect(one)))


DISARMED: dict[str, bytes] = {
    "open action": pdf(_set("/OpenAction", lambda _made: _uri())),
    "open action that leads on": pdf(_set("/OpenAction", _chain)),
    "script on opening": pdf(_set("/OpenAction", lambda _made: _script())),
    "scripts by name": pdf(
        _set(
            "/Names",
            lambda _made: Dictionary(JavaScript=Dictionary(Names=Array([String("a"), _script()]))),
        )
    ),
    "additional actions": pdf(_set("/AA", lambda _made: Dictionary(WC=_script()))),
    "actions of a page": pdf(_on_page("/AA", Dictionary(O=_uri(), C=_script()))),
    "launch": pdf(_annotation(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String(BAIT)))),
    "script behind a link": pdf(_annotation(Subtype=Name.Link, A=_script())),
    "address of a script": pdf(
        _annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(f"javascript:{SCRIPT}")))
    ),
    "link that leads on": pdf(
        lambda made: _annotation(Subtype=Name.Link, A=made.make_indirect(_chain(made)))(made)
    ),
    "another file": pdf(
        _annotation(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=String(BAIT), D=Array([0])))
    ),
    "a form sent": pdf(
        _annotation(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String(BAIT)))
    ),
    "embedded file": pdf(_attached),
    "file on a page": pdf(_file_annotation),
    "form with XFA": pdf(_form),
    "rich media": pdf(
        _annotation(Subtype=Name.RichMedia, RichMediaContent=Dictionary(A=String(BAIT)))
    ),
    "three dimensions": pdf(
        lambda made: _annotation(Subtype=Name("/3D"), **{"3DD": Stream(made, SCRIPT.encode())})(
            made
        )
    ),
    "film": pdf(_annotation(Subtype=Name.Movie, Movie=Dictionary(F=String(BAIT)))),
    "told of its making": pdf(_told),
    "inside a drawing": pdf(_in_resources),
    "inside the structure": pdf(_in_structure),
    "after the end": pdf() + b"\n<script>" + SCRIPT.encode() + b"</script>",
    "with an archive after it": pdf() + gzip.compress(BAIT.encode()),
}
"""PDFs that are taken, of which nothing that acts, hides or tells is left."""


def _packed(data: bytes, *ways: str) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        made.pages[0].Contents = Stream(made, data, Filter=Array([Name(way) for way in ways]))

    return change


def old(size: int) -> bytes:
    """Return so many zeros or a few more, packed as LZW."""
    held, bits, left, out, width = 0, 0, size, bytearray(), 9
    while left > 0:
        for code in (256, 0, *range(258, 4094)):
            width = width if code == 256 else 9 if code == 0 else min(12, (code + 1).bit_length())
            held, bits = held << width | code, bits + width
            left -= {0: 1, 256: 0}.get(code, code - 256)
            while bits >= 8:
                bits -= 8
                out.append(held >> bits & 255)
            held &= (1 << bits) - 1
    return bytes(out)


FLAT = zlib.compress(bytes(MOST_UNPACKED + 1), 9)


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        one = tarfile.TarInfo("../../etc/passwd")
        one.size = 1
        made.addfile(one, io.BytesIO(b"x"))
    return out.getvalue()


def _png_that_says(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    said = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + said


def _moving(form: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


REFUSED: dict[str, tuple[bytes, set[Why]]] = {
    "nothing": (b"", {Why.EMPTY}),
    "blanks": (b" \n", {Why.EMPTY}),
    "zip": (_zip(a=b"x"), {Why.ARCHIVE}),
    "zip that slips": (_zip(**{"..__..__etc__passwd": b"x"}), {Why.ARCHIVE}),
    "word": (_zip(**{"[Content_Types].xml": b"x", "word__document.xml": b"x"}), {Why.OFFICE}),
    "word with macros": (
        _zip(**{"[Content_Types].xml": b"", "word__vbaProject.bin": b""}), {Why.OFFICE},
    ),
    "excel": (_zip(**{"[Content_Types].xml": b"x", "xl__workbook.xml": b"x"}), {Why.OFFICE}),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, {Why.OFFICE}),
    "rich text": (b"{\\rtf1 {\\object}}", {Why.OFFICE}),
    "postscript": (b"%!PS-Adobe\n(x) run", {Why.OFFICE}),
    "gzip": (gzip.compress(b"x"), {Why.ARCHIVE}),
    "bzip2": (bz2.compress(b"x"), {Why.ARCHIVE}),
    "xz": (lzma.compress(b"x"), {Why.ARCHIVE}),
    "tar": (_tar(), {Why.ARCHIVE}),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 30, {Why.ARCHIVE}),
    "rar": (b"Rar!\x1a\x07\x01\x00" + b"\0" * 30, {Why.ARCHIVE}),
    "cabinet": (b"MSCF" + b"\0" * 30, {Why.ARCHIVE}),
    "page": (b"<!DOCTYPE html><script>1</script>", {Why.MARKUP}),
    "page after blanks": (b"\n  <html>", {Why.MARKUP}),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="1"/>', {Why.MARKUP}),
    "xml": (b"<?xml version='1.0'?><a/>", {Why.MARKUP}),
    "shell": (b"#!/bin/sh\nrm -rf /", {Why.MARKUP}),
    "batch": (b"@echo off\r\ndel *", {Why.MARKUP}),
    "letter": (b"From: a@example.org\n\nHello", {Why.MARKUP}),
    "eicar": (EICAR, {Why.MARKUP}),
    "programme of windows": (b"MZ\x90\x00\x03", {Why.UNKNOWN}),
    "programme of linux": (b"\x7fELF\x02\x01\x01\x00", {Why.UNKNOWN}),
    "gif": (picture("GIF", "P"), {Why.UNKNOWN}),
    "gif that is a script": (b"GIF89a=1;alert(1)", {Why.UNKNOWN}),
    "tiff": (picture("TIFF"), {Why.UNKNOWN}),
    "bmp": (picture("BMP"), {Why.UNKNOWN}),
    "latin 1": ("Grüße".encode("latin-1"), {Why.UNKNOWN}),
    "utf-16": ("Hello".encode("utf-16"), {Why.UNKNOWN}),
    "text with nul": (b"a\x00b", {Why.UNKNOWN}),
    "text with escapes": (b"a\x1b[2Jb", {Why.UNKNOWN}),
    "text turned round": ("a\u202eb".encode(), {Why.HIDDEN_SIGNS}),
    "text with isolates": ("a\u2066b\u2069".encode(), {Why.HIDDEN_SIGNS}),
    "text with tags": ("a\U000e0041".encode(), {Why.HIDDEN_SIGNS}),
    "png cut": (picture()[:-30], {Why.DAMAGED}),
    "png of nothing": (b"\x89PNG\r\n\x1a\n", {Why.DAMAGED}),
    "png of huge size": (_png_that_says(100_000, 100_000), {Why.HUGE_IMAGE}),
    "png of empty points": (_png_that_says(300, 300), {Why.DAMAGED}),
    "png that unpacks": (picture("PNG", "1", (10_000, 10_000)), {Why.HUGE_IMAGE}),
    "png that moves": (_moving("PNG"), {Why.MOVING_IMAGE}),
    "webp that moves": (_moving("WEBP"), {Why.MOVING_IMAGE}),
    "jpeg of nothing": (b"\xff\xd8\xff\xe0" + b"\0" * 40, {Why.DAMAGED}),
    "page as png": (b"\x89PNG\r\n\x1a\n<script>1</script>", {Why.DAMAGED}),
    "webp of nothing": (b"RIFF\x10\0\0\0WEBPVP8 ", {Why.DAMAGED}),
    "pdf cut": (pdf()[:300], {Why.DAMAGED}),
    "pdf of nothing": (b"%PDF-1.7\n%%EOF", {Why.DAMAGED}),
    "pdf of noise": (b"%PDF-1.7\n" + bytes(range(256)) * 40, {Why.DAMAGED}),
    "pdf without pages": (pdf(lambda made: made.pages.__delitem__(slice(0, 2))), {Why.NO_PAGE}),
    "pdf with a password": (pdf(encryption=Encryption(owner="a", user="b")), {Why.LOCKED}),
    "pdf with rights": (pdf(encryption=Encryption(owner="a", user="")), {Why.LOCKED}),
    "pdf that unpacks": (pdf(_packed(FLAT, "/FlateDecode"), **RAW), {Why.BOMB}),
    "pdf that unpacks twice": (
        pdf(_packed(zlib.compress(FLAT, 9), "/FlateDecode", "/FlateDecode"), **RAW), {Why.BOMB},
    ),
    "pdf of runs": (
        pdf(_packed(b"\x81a" * 4_000_000 + b"\x80", "/RunLengthDecode"), **RAW),
        {Why.BOMB, Why.DAMAGED},
    ),
    "pdf that unpacks behind letters": (
        pdf(_packed(FLAT.hex().encode() + b">", "/ASCIIHexDecode", "/FlateDecode"), **RAW),
        {Why.BOMB},
    ),
    "pdf from elsewhere": (
        pdf(lambda made: made.pages[0].Contents.__setitem__("/F", String("/etc/passwd"))),
        {Why.EXTERNAL},
    ),
}  # fmt: skip
"""Files that are not taken, and why."""


def taken() -> Iterator[tuple[str, bytes, Kind]]:
    """Give good files of every kind."""
    yield "pdf", pdf(), Kind.PDF
    for form, kind in (("PNG", Kind.PNG), ("JPEG", Kind.JPEG), ("WEBP", Kind.WEBP)):
        for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"):
            if (form, mode) in MADE:
                yield f"{form} {mode}", picture(form, mode), kind
    yield "text", "Grüße\r\nالسلام".encode(), Kind.TEXT
    yield "text with a mark", b"\xef\xbb\xbfHello", Kind.TEXT


MADE = {
    *(("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
    *(("JPEG", mode) for mode in ("L", "RGB", "CMYK")),
    *(("WEBP", mode) for mode in ("RGB", "RGBA")),
}
