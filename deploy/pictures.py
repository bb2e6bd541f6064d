"""Makes the README's pictures from a demonstration of its own: ``python -m deploy.pictures``.

Needs Chromium and the test requirements. Writes ``docs/pictures/*.png``.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs/pictures"
SIZE: ViewportSize = {"width": 1280, "height": 900}
PICTURES = {
    "front": ("", "/", ""),
    "chapter": ("", "/manual/current/en/appointing", ""),
    "practices": ("", "/practices?theme=early-warning", ""),
    "request": ("focal-point-cri", "/assistance", "#requests .rows a"),
    "desk": ("editor", "/desk", ""),
}
"""Each picture: as whom, which page, and which link to follow from there."""

PATIENCE = 120


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def demonstration() -> Iterator[str]:
    """Run a fresh demonstration; give its address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "app.cli", "demo", "--var", folder, "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
        try:
            yield _ready(process, f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait(timeout=30)


def _ready(process: subprocess.Popen[bytes], base: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=5).close()  # noqa: S310 - our own
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return base
    sys.exit("The demonstration did not start.")


def take(page: Page, base: str, name: str) -> None:
    """Take one picture, as the person it shows."""
    persona, path, link = PICTURES[name]
    if persona:
        page.goto(f"{base}/sign-in")
        page.locator("form[action='/sign-in'] button").click()
        page.locator(f"[data-persona={persona}]").click()
        page.wait_for_url(f"{base}/home")
    page.goto(base + path)
    if link:
        page.locator(link).first.click()
        page.wait_for_url(lambda url: not url.endswith(path))
    page.wait_for_load_state("networkidle")
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size:,} bytes\n")


def main() -> None:
    """Make all pictures."""
    os.environ.pop("PORTAL_DATABASE_URL", None)
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    with demonstration() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for name in PICTURES:
            context = browser.new_context(viewport=SIZE, locale="en", reduced_motion="reduce")
            take(context.new_page(), base, name)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
