"""Long work says how far it is: one moving line on a terminal, plain lines elsewhere."""

import sys
from typing import TextIO

_BACK = "\r\x1b[2K"


class Progress:
    """Writes to ``stream`` (standard output where not given)."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._moves = self._stream.isatty()

    def doing(self, line: str) -> None:
        """Say what is being done; a terminal shows it until it is done."""
        if self._moves:
            self._write(f"{_BACK}{line}")

    def done(self, line: str) -> None:
        """Say what has been done."""
        self._write(f"{_BACK}{line}\n" if self._moves else f"{line}\n")

    def _write(self, words: str) -> None:
        self._stream.write(words)
        self._stream.flush()
