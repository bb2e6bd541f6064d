"""What a PDF is made of: entries that stay, entries by which something acts, and every part."""

import zlib
from collections.abc import Iterator, Mapping

from pikepdf import Array, Dictionary, Object, Stream

from app.files.pdf_names import Role, is_chosen, role_of
from app.files.verdict import Refused, Why

ROOT = frozenset({
    "/Type", "/Pages", "/Version", "/Lang", "/MarkInfo", "/StructTreeRoot", "/PageLabels",
    "/PageLayout",
})  # fmt: skip
"""Of the document: its pages, their numbers, and what readers that speak go by."""
TOLD = frozenset({"/Info", "/Encrypt", "/ID"})
"""Beside the document: who made it, when, and from what."""
TREE = frozenset({
    "/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate",
})  # fmt: skip
PAGE = frozenset({
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox",
    "/Rotate", "/Contents", "/Group", "/UserUnit", "/StructParents", "/Tabs",
})  # fmt: skip
LINK = frozenset({
    "/Type", "/Subtype", "/Rect", "/Border", "/C", "/H", "/QuadPoints", "/StructParent",
})  # fmt: skip
ACTING = frozenset({
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/Next", "/URI", "/URLS", "/EF", "/AF",
    "/EmbeddedFiles", "/EmbeddedFile", "/XFA", "/AcroForm", "/RichMedia", "/RichMediaContent",
    "/RichMediaSettings", "/3DD", "/3DA", "/3DV", "/3DI", "/Movie", "/Sound", "/Rendition", "/SA",
    "/Collection", "/Threads", "/B", "/Perms", "/Legal", "/Requirements", "/DSS", "/Metadata",
    "/PieceInfo", "/SpiderInfo", "/WebCapture", "/OPI", "/Alternates", "/Ref", "/F", "/FFilter",
    "/FDecodeParms", "/Annots", "/LastModified", "/Thumb", "/Win", "/Mac", "/Unix",
    "/RF", "/UF", "/Usage", "/CreatorInfo",
})  # fmt: skip
"""Entries by which something starts, is carried along, tells of its making, or leads elsewhere."""
ADDRESSES = ("https://", "http://", "mailto:")
MOST_PARTS = 1_000_000
MOST_DEPTH = 200
STEP = 1024 * 1024
CHUNK = 64 * 1024
SHORT: Mapping[str, str] = {
    "/A85": "/ASCII85Decode", "/AHx": "/ASCIIHexDecode", "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode", "/Fl": "/FlateDecode", "/LZW": "/LZWDecode", "/RL": "/RunLengthDecode",
}  # fmt: skip
"""Short names of packings, which libraries take as well."""
PHOTOGRAPH = "/DCTDecode"
RISKY = frozenset({"/JBIG2Decode", "/JPXDecode"})
"""Packings whose readers were broken into before, and that cannot be written anew here."""
LETTERS = frozenset({"/ASCIIHexDecode", "/ASCII85Decode"})
"""Ways to write bytes as letters."""
NONE: Mapping[str, Object] = {}


def dictionary_of(found: Object) -> Mapping[str, Object]:
    """Return the entries of a dictionary or stream, none for anything else."""
    if isinstance(found, Stream):
        return dict(found.stream_dict.items())
    return dict(found.items()) if isinstance(found, Dictionary) else NONE


def acting(role: Role, known: Mapping[str, Object]) -> set[str]:
    """Return the entries of a part of this role by which something acts."""
    return {
        key
        for key in ACTING.intersection(known)
        if not is_chosen(role, known[key])
        # Of how lines are drawn it says that they are fitted to the screen.
        and not (key == "/SA" and isinstance(known[key], bool))
    }


def everything(root: Object) -> Iterator[Object]:
    """Give every dictionary and stream that is reached from ``root``, each stream once.

    Raises:
        Refused: for more parts than any document has, or deeper ones.
    """
    return (found for found, _ in places(root))


def places(root: Object) -> Iterator[tuple[Object, Role]]:
    """Give every dictionary and stream that is reached from ``root``, once for each of its roles.

    Raises:
        Refused: for more parts than any document has, or deeper ones.
    """
    seen: set[tuple[tuple[int, int], Role]] = set()
    waiting, counted = [(root, Role.PLAIN, 0)], 0
    while waiting:
        found, role, depth = waiting.pop()
        counted += 1
        if counted > MOST_PARTS or depth > MOST_DEPTH:
            raise Refused(Why.TANGLED)
        if found.is_indirect:
            if (found.objgen, role) in seen:
                continue
            seen.add((found.objgen, role))
            depth = 0
        inside: list[tuple[Object, Role]]
        if isinstance(found, Array):
            inside = [(one, Role.PLAIN) for one in found]
        else:
            yield found, role  # before its entries are read: some may be taken away meanwhile
            known = dictionary_of(found)
            inside = [(one, role_of(role, key, one)) for key, one in known.items()]
        waiting += [
            (one, its_role, depth + 1)
            for one, its_role in inside
            if isinstance(one, Array | Dictionary | Stream)
        ]


def ways_of(known: Mapping[str, Object]) -> list[str]:
    """Return how a stream is packed, the outermost way first."""
    found = known.get("/Filter")
    if found is None or isinstance(found, Dictionary):
        return []
    every = [str(one) for one in found] if isinstance(found, Array) else [str(found)]
    return [SHORT.get(one, one) for one in every]


def unpacked_size(raw: bytes | memoryview, most: int) -> int:
    """Return how large ``raw`` is unpacked; more than ``most`` as soon as it is more."""
    size = 0
    for step in _steps(raw):
        size += len(step)
        if size > most:
            break
    return size


def inflated(raw: bytes, most: int) -> bytes:
    """Return ``raw`` unpacked.

    Raises:
        Refused: for more than ``most``.
    """
    if unpacked_size(raw, most) > most:
        raise Refused(Why.BOMB)
    return b"".join(_steps(raw))


def _steps(raw: bytes | memoryview) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    for place in range(0, len(raw), CHUNK):
        rest: bytes | memoryview = raw[place : place + CHUNK]
        while rest and not unpacking.eof:
            step = unpacking.decompress(rest, STEP)
            rest = unpacking.unconsumed_tail
            yield step
        if unpacking.eof:
            return
