"""JPEG pictures as PDFs carry them: the points stay as they are, what was written beside goes."""

from app.files.verdict import Refused, Why

BEGIN, END = b"\xff\xd8", b"\xff\xd9"
SIZES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDD})
SCAN, LAST = 0xDA, 0xD9
JFIF, ADOBE = 0xE0, 0xEE
BESIDE = frozenset({*range(0xE0, 0xF0), 0xFE})
INSIDE = frozenset({0, *range(0xD0, 0xD8)})
"""What may follow ``FF`` within the points themselves."""
JFIF_PLAIN = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
ADOBE_LENGTH = 12
MOST_SEGMENTS = 10_000


def stripped(content: bytes) -> tuple[bytes, tuple[int, int]]:
    """Return a JPEG with nothing but its points and how their colours are meant, and its size.

    Raises:
        Refused: for one whose parts are not as they should be.
    """
    kept, size, _ = measured(content)
    return kept, size


def measured(content: bytes) -> tuple[bytes, tuple[int, int], int]:
    """Return what ``stripped`` does, and where the picture ends, whatever stands after it.

    Raises:
        Refused: as ``stripped``.
    """
    if not content.startswith(BEGIN):
        raise Refused(Why.DAMAGED)
    kept, sizes, place, drawn = [BEGIN], [], len(BEGIN), False
    for _ in range(MOST_SEGMENTS):
        marker, after = _marker(content, place)
        if marker == LAST:
            place = after
            break
        place = after + int.from_bytes(content[after : after + 2])
        body = content[after + 2 : place]
        if place < after + 2 or place > len(content):
            raise Refused(Why.DAMAGED)
        if marker in SIZES:
            sizes.append((int.from_bytes(body[3:5]), int.from_bytes(body[1:3])))
        kept.append(_kept(marker, body))
        if marker == SCAN:
            scan, drawn = _scan_end(content, place), True
            kept.append(content[place:scan])
            place = scan
            if place >= len(content):  # cut short, as readers take it
                break
    if not drawn or len(sizes) != 1 or 0 in sizes[0]:
        raise Refused(Why.DAMAGED)
    return b"".join([*kept, END]), sizes[0], place


def _marker(content: bytes, place: int) -> tuple[int, int]:
    if content[place : place + 1] != b"\xff":
        raise Refused(Why.DAMAGED)
    while content[place : place + 1] == b"\xff":
        place += 1
    if place >= len(content):
        raise Refused(Why.DAMAGED)
    return content[place], place + 1


def _kept(marker: int, body: bytes) -> bytes:
    if marker == JFIF and body.startswith(b"JFIF\0"):
        return JFIF_PLAIN
    if marker == ADOBE and body.startswith(b"Adobe") and len(body) >= ADOBE_LENGTH:
        body = body[:ADOBE_LENGTH]
    elif marker in BESIDE:
        return b""
    elif marker not in SIZES | TABLES | {SCAN}:
        raise Refused(Why.DAMAGED)
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body


def _scan_end(content: bytes, place: int) -> int:
    """Return where the points of one scan end."""
    while (place := content.find(b"\xff", place)) >= 0:
        following = content[place + 1 : place + 2]
        if following == b"\xff":
            place += 1
        elif following and following[0] in INSIDE:
            place += 2
        else:
            return place if following else len(content)
    return len(content)
