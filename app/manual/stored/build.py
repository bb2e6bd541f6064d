"""Names what a page depends on beside the edition, so that no build sends another one's pages."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from app.core.config import ROOT, Settings

_FOLDERS = (("app", "*.py"), ("app/locale", "*.mo"), ("templates", "*"), ("static", "*"))


def build_of(settings: Settings) -> str:
    """Return 16 hexadecimal digits that differ where code, templates or these settings do."""
    shown = f"{settings.base_url}\n{settings.demo}\n{_code()}"
    return sha256(shown.encode()).hexdigest()[:16]


@cache
def _code() -> str:
    """Return the hash of every file that has a part in a page; they are read once."""
    found = sha256()
    for path in _files(ROOT):
        content = path.read_bytes()
        found.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode() + content)
    return found.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for folder, pattern in _FOLDERS:
        yield from (path for path in sorted((root / folder).rglob(pattern)) if path.is_file())
