"""What a form sent, read as words and as files, and whether it is words at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile


def plain(form: FormData) -> dict[str, list[str]]:
    """Return the words of a form by field."""
    sent: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            sent.setdefault(name, []).append(value)
    return sent


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: nothing of it is believed."""

    field: str
    name: str
    content: bytes


async def uploads(form: FormData) -> tuple[Upload, ...]:
    """Return the files of a form; a field in which none was chosen is left out."""
    found = [(n, v) for n, v in form.multi_items() if isinstance(v, UploadFile)]
    return tuple(
        [Upload(n, file.filename, await file.read()) for n, file in found if file.filename]
    )


def without(body: bytes, files: Iterable[bytes]) -> bytes:
    """Return the body of a form without what its files hold: that may be anything."""
    for content in files:
        body = body.replace(content, b"", 1) if content else body
    return body


def in_utf8(request: Request) -> bool:
    """Whether a form says that it is UTF-8, or says nothing as browsers do."""
    _, options = parse_options_header(request.headers.get("content-type", ""))
    return options.get(b"charset", b"utf-8").lower() == b"utf-8"


def readable(request: Request, body: bytes) -> bool:
    """Whether a form is UTF-8 without NUL, which no database takes."""
    encoded = "urlencoded" in request.headers.get("content-type", "").lower()
    raw = unquote_to_bytes(body) if encoded else body
    try:
        return "\x00" not in raw.decode()
    except UnicodeDecodeError:
        return False
