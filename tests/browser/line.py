"""What comes over the line to a visitor's browser."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import CDPSession

from tests.browser.visitor import Visitor

LATER_BYTES = 15_000
"""What a page may cost whose styles and scripts came before."""


class Line:
    """Counts what comes over the line."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.cdp: CDPSession = visitor.context.new_cdp_session(visitor.page)
        self.cdp.send("Network.enable")
        self.cdp.on("Network.responseReceived", self._answered)
        self.cdp.on("Network.loadingFinished", self._came)
        self.kinds: list[str] = []
        self.bytes = 0

    def _answered(self, event: Mapping[str, Any]) -> None:
        if not event["response"].get("fromDiskCache"):
            self.kinds.append(event["type"])

    def _came(self, event: Mapping[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def open(self, path: str) -> int:
        """Open a page; return what came, in bytes with headers."""
        self.taken()
        self.visitor.go(path)
        self.visitor.page.wait_for_load_state("networkidle")
        return self.bytes

    def taken(self) -> int:
        """Return what came since this was asked the last time, in bytes with headers."""
        found = self.bytes
        self.kinds, self.bytes = [], 0
        return found
