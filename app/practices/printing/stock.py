"""Documents of public practices that this process printed lately, for whoever asks next."""

import threading
from collections import OrderedDict

from app.practices.printing.paper import TEMPLATE, Paper
from app.press.printing import printed

MOST = 16 * 2**20
"""Bytes of all documents together."""


class Stock:
    """Keeps what everybody may read by its mark, the latest asked for; the rest is printed anew."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def printed(self, paper: Paper) -> bytes:
        """Return a paper as a PDF.

        Raises:
            NotPrinted: when it could not be printed.
        """
        mark = paper.mark if paper.open else ""
        with self._lock:
            if mark in self._kept:
                self._kept.move_to_end(mark)
                return self._kept[mark]
        made = printed(TEMPLATE, paper.data, paper.at).content
        if paper.open:
            self._keep(mark, made)
        return made

    def _keep(self, mark: str, made: bytes) -> None:
        with self._lock:
            self._size += len(made) - len(self._kept.pop(mark, b""))
            self._kept[mark] = made
            while self._size > self._most:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone)


STOCK = Stock()
