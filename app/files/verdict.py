"""What a file can be, and why one is refused: the words between the portal and the examination.

The process that examines imports this and little else, so that it begins soon and holds no secret.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What may be attached, by the ending of its name."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    TEXT = "txt"


class Why(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    LARGE = "large"
    UNKNOWN = "unknown"
    ARCHIVE = "archive"
    OFFICE = "office"
    MARKUP = "markup"
    DAMAGED = "damaged"
    LOCKED = "locked"
    HUGE_IMAGE = "huge-image"
    MOVING_IMAGE = "moving-image"
    BOMB = "bomb"
    TANGLED = "tangled"
    EXTERNAL = "external"
    NO_PAGE = "no-page"
    PICTURE = "picture"
    SCAN = "scan"
    LAYERS = "layers"
    HIDDEN_SIGNS = "hidden-signs"
    NOT_PAPER = "not-paper"
    NO_FIGURE = "no-figure"
    VIRUS = "virus"
    NOT_SCANNED = "not-scanned"
    FAILED = "failed"


class Refused(Exception):
    """A file is not taken."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why


MOST = 10 * 1024 * 1024
"""Bytes of a file, as it comes and as it is kept."""
MOST_PIXELS = 50_000_000
MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes of all streams of a PDF, unpacked."""
