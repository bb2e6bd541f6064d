"""Static files: read and hashed at start, compressed when first asked for, served from memory."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import brotli
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".txt": "text/plain; charset=utf-8",
    }
)
ENCODINGS = ("br", "zstd", "gzip", "identity")
"""Best first; a tie in the reader's weights goes to the earlier one."""

SCRIPTS = ("vendor/htmx.min.js", "portal.js")
ALL_SCRIPTS = "scripts.js"
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@dataclass(frozen=True)
class File:
    """One file in every encoding that makes it smaller."""

    name: str
    plain: bytes

    @cached_property
    def media_type(self) -> str:
        """What its ending says that it is."""
        return TYPES[Path(self.name).suffix]

    @cached_property
    def digest(self) -> str:
        """The hash of what is in it."""
        return sha256(self.plain).hexdigest()

    @cached_property
    def bodies(self) -> MappingProxyType[str, bytes]:
        """What is sent, by encoding."""
        packed = {
            "br": brotli.compress(self.plain, quality=11),
            "gzip": gzip.compress(self.plain, 9, mtime=0),
        }
        smaller = {code: body for code, body in packed.items() if len(body) < len(self.plain)}
        return MappingProxyType({**smaller, "identity": self.plain})

    @property
    def hashed_name(self) -> str:
        """The name with twelve digits of the hash before its ending."""
        stem, _, ending = self.name.rpartition(".")
        return f"{stem}.{self.digest[:12]}.{ending}"


class Static:
    """The files of one folder by hashed and by plain name."""

    def __init__(self, folder: Path, prefix: str = "/static") -> None:
        self.prefix = prefix
        files = [_read(folder, path) for path in _served(folder)]
        files += _joined({file.name: file.plain for file in files})
        self.files = MappingProxyType({file.name: file for file in files})
        self._hashed = {file.hashed_name: file for file in files}

    def url(self, name: str) -> str:
        """Return the lasting address of ``name``; KeyError when there is no such file."""
        return f"{self.prefix}/{self.files[name].hashed_name}"

    @property
    def route(self) -> Route:
        """The route that serves the folder."""
        return Route(f"{self.prefix}/{{name:path}}", self.answer, name="static", methods=["GET"])

    async def answer(self, request: Request) -> Response:
        """Answer with the file, 304 when the reader has it, 404 when there is none."""
        name = request.path_params["name"]
        file, lifetime = self._hashed.get(name), FOREVER
        if file is None:
            file, lifetime = self.files.get(name), ASK_AGAIN
        if file is None:
            raise HTTPException(404)
        encoding = choose(request.headers.get("accept-encoding", ""), file.bodies)
        headers = {
            "cache-control": lifetime,
            "etag": f'"{file.digest[:16]}-{encoding}"',
            "vary": "Accept-Encoding",
        }
        if known(request.headers.get("if-none-match", ""), headers["etag"]):
            return Response(status_code=304, headers=headers)
        if encoding != "identity":
            headers["content-encoding"] = encoding
        body = file.bodies[encoding]
        return Response(body, headers=headers, media_type=file.media_type)


def choose(accepted: str, offered: MappingProxyType[str, bytes]) -> str:
    """Return the encoding the reader likes best among those offered (RFC 9110, 12.5.3)."""
    weights = dict(_weights(accepted))
    other = weights.get("*", 0.0)
    if "identity" not in weights:
        weights["identity"] = other if "*" in weights else 0.001
    ranked = [(weights.get(code, other), code) for code in ENCODINGS if code in offered]
    best, code = max(ranked, key=lambda pair: pair[0])
    return code if best > 0 else "identity"


def _weights(accepted: str) -> Iterator[tuple[str, float]]:
    for part in accepted.split(","):
        code, _, parameter = part.partition(";")
        key, _, value = parameter.partition("=")
        try:
            weight = float(value) if key.strip().lower() == "q" else 1.0
        except ValueError:
            weight = 0.0
        if code.strip():
            yield code.strip().lower(), weight


def known(condition: str, etag: str) -> bool:
    """Whether the reader's ``If-None-Match`` names what it would be sent."""
    marks = {mark.strip().removeprefix("W/") for mark in condition.split(",")}
    return etag in marks or "*" in marks


def _served(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix in TYPES and path.is_file())


def _joined(plain: Mapping[str, bytes]) -> list[File]:
    """Return the scripts of a page as one file, so that a first visit asks once for them."""
    if not set(SCRIPTS) <= plain.keys():
        return []
    return [File(ALL_SCRIPTS, b"\n;\n".join(plain[name] for name in SCRIPTS))]


def _read(folder: Path, path: Path) -> File:
    return File(path.relative_to(folder).as_posix(), path.read_bytes())
