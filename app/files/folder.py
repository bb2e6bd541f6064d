"""A store that is a folder of this machine, or one that all machines share."""

import os
from pathlib import Path

from obstore.store import LocalStore

from app.files.store import Store

PRIVATE = 0o700


class Folder(Store):
    """A folder of files, each written as a whole or not at all."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder

    @property
    def is_there(self) -> bool:
        """Whether anything could lie there."""
        return self.folder.is_dir()

    def _opened(self) -> LocalStore:
        self.folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        return LocalStore(self.folder)

    def _write(self, path: str, content: bytes) -> None:
        (self.folder / path).parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        self._opened().put(path, content)
        _settle(self.folder / path)


def _settle(file: Path) -> None:
    """Let a file, and its name in its folder, survive a power cut."""
    for path in (file, file.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
