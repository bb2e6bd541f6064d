"""What a file is, told from its first bytes and never from its name."""

from app.files.verdict import Kind, Refused, Why

STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
)
ARCHIVES = (
    b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b",
    b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF", b"\x04\x22\x4d\x18", b"xar!", b"LZIP",
    b"\x60\xea", b"!<arch>", b"ITSF",
)  # fmt: skip
OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"%!PS", b"\xc5\xd0\xd3\xc6")
"""Older office files, rich text and PostScript."""
OTHERS = (b"GIF8", b"MZ", b"\x7fELF")
"""Pictures and programmes that could pass as text where they are made to."""
OFFICE_PARTS = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd")
"""What stands early in a packed office file."""
TAR = slice(257, 262)
WEBP = slice(8, 12)
EARLY = 4096


def kind_of(content: bytes) -> Kind:
    """Return what a file is by its first bytes; text where they say nothing else.

    Raises:
        Refused: for nothing, and for what is surely something else.
    """
    if not content:
        raise Refused(Why.EMPTY)
    for start, kind in STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[WEBP] == b"WEBP":
        return Kind.WEBP
    if content.startswith(ARCHIVES) or content[TAR] == b"ustar":
        packed = any(part in content[:EARLY] for part in OFFICE_PARTS)
        raise Refused(Why.OFFICE if packed else Why.ARCHIVE)
    if content.startswith(OTHERS):
        raise Refused(Why.UNKNOWN)
    if content.startswith(OFFICE):
        raise Refused(Why.OFFICE)
    return Kind.TEXT
