"""A PDF that was written anew, read once more: clean, and of a size that a reader can open."""

from collections.abc import Mapping
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.files import lzw
from app.files.pdf_disarming import acts
from app.files.pdf_names import Role
from app.files.pdf_parts import (
    ADDRESSES,
    LETTERS,
    ROOT,
    acting,
    dictionary_of,
    everything,
    places,
    unpacked_size,
    ways_of,
)
from app.files.verdict import MOST_PIXELS, MOST_UNPACKED, Refused, Why

PACKED = "/FlateDecode"
PICTURES = frozenset({"/DCTDecode", "/CCITTFaxDecode"})
"""How pictures are packed: unpacked by whoever shows them, by the size that they say."""
MOST_WAYS = 3
RUNS, OLD = "/RunLengthDecode", "/LZWDecode"
RUN = 64
"""Bytes that one of a run can become."""


def ensure_clean(content: bytes) -> None:
    """Let a PDF pass that holds nothing that acts and unpacks to no more than it may.

    Raises:
        Refused: for any other.
    """
    left = MOST_UNPACKED
    with Pdf.open(BytesIO(content), suppress_warnings=True, attempt_recovery=False) as pdf:
        if not ROOT.issuperset(pdf.Root.keys()) or {"/Info", "/Encrypt"}.intersection(pdf.trailer):
            raise Refused(Why.TANGLED)
        for found, role in places(pdf.Root):
            known = dictionary_of(found)
            _ensure_still(role, known)
            if isinstance(found, Stream):
                left -= _unpacked(found, known, left)


def ensure_small(pdf: Pdf) -> None:
    """Let a PDF pass, before it is written anew, that does not unpack to more than it may.

    Raises:
        Refused: for one that does, or that is packed twice over.
    """
    ensure_shown(pdf.Root)
    left = MOST_UNPACKED
    for found in everything(pdf.Root):
        if not isinstance(found, Stream):
            continue
        ways = ways_of(dictionary_of(found))
        if ways.count(PACKED) > 1 or len(ways) > MOST_WAYS:
            raise Refused(Why.BOMB)
        left -= _size_to_be(pdf, found, ways, left)
        if left < 0:
            raise Refused(Why.BOMB)


def ensure_shown(root: Object) -> None:
    """Let a document pass whose layers are all shown; they are layers no more when it is kept.

    Raises:
        Refused: for one that hides some until a reader asks.
    """
    layers = root.get("/OCProperties")
    first = layers.get("/D") if isinstance(layers, Dictionary) else None
    if not isinstance(first, Dictionary):
        return
    hidden = first.get("/OFF")
    if first.get("/BaseState", Name.ON) != Name.ON or (isinstance(hidden, Array) and len(hidden)):
        raise Refused(Why.LAYERS)


def _size_to_be(pdf: Pdf, found: Stream, ways: list[str], left: int) -> int:
    """Return what a stream will unpack to, told before a library unpacks it.

    Raises:
        Refused: for packings behind packings, which can only be told by unpacking.
    """
    if sum(way in LETTERS for way in ways) > 1:
        raise Refused(Why.BOMB)
    raw = bytes(found.get_raw_stream_buffer())
    if ways and ways[0] in LETTERS:
        raw, ways = Stream(pdf, raw, Filter=Name(ways[0])).read_bytes(), ways[1:]
    if {RUNS, OLD}.intersection(ways) and len(ways) > 1:
        raise Refused(Why.BOMB)
    if ways == [OLD]:
        return lzw.unpacked_size(raw, left, _early(found))[0]
    if ways == [RUNS]:
        return len(raw) * RUN
    return unpacked_size(raw, left) if ways and ways[0] == PACKED else 0


def _early(found: Stream) -> int:
    """Return by how many codes sooner than they must the codes of a stream in LZW grow wider."""
    given = found.get("/DecodeParms")
    said = given[-1] if isinstance(given, Array) and len(given) else given
    return int(str(said.get("/EarlyChange", 1))) if isinstance(said, Dictionary) else 1


def _ensure_still(role: Role, known: Mapping[str, Object]) -> None:
    """Let a part pass that starts nothing; a link may lead to an address when it is pressed."""
    pressed = known.get("/A")
    if pressed is not None and acts(role, pressed) and pressed["/S"] != Name.URI:
        raise Refused(Why.TANGLED)
    found = acting(role, known)
    if found == {"/URI"} and known.get("/S") == Name.URI:
        if set(known) == {"/S", "/URI"} and str(known["/URI"]).lower().startswith(ADDRESSES):
            return
        raise Refused(Why.TANGLED)
    if found and not (known.get("/Subtype") == Name.Link and found <= {"/F"}):
        if found == {"/Annots"} and known.get("/Type") == Name.Page:
            return
        raise Refused(Why.TANGLED)


def _unpacked(found: Object, known: Mapping[str, Object], left: int) -> int:
    """Return the size of a stream, unpacked.

    Raises:
        Refused: when it is more than ``left``, or packed in a way that cannot be told.
    """
    ways = ways_of(known)
    if ways and ways[-1] in PICTURES:
        if known.get("/Subtype") == Name.Image and _points(known) > MOST_PIXELS:
            raise Refused(Why.BOMB)
        ways = ways[:-1]
    if len(ways) > 1 or (ways and ways[0] != PACKED):
        raise Refused(Why.DAMAGED)
    raw = bytes(found.get_raw_stream_buffer())
    size = unpacked_size(raw, left) if ways else len(raw)
    if size > left:
        raise Refused(Why.BOMB)
    return size


def _points(known: Mapping[str, Object]) -> int:
    sides = [known.get(name) for name in ("/Width", "/Height")]
    return int(str(sides[0] or 0)) * int(str(sides[1] or 0))
