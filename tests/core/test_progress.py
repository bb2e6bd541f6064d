"""Long work shows one moving line on a terminal and plain lines elsewhere."""

import io
import os
import pty
import subprocess
import sys

from app.core.config import ROOT
from app.core.progress import Progress
from tests.support.commands import environment


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO) -> str:
    progress = Progress(stream)
    progress.doing("  members …")
    progress.done("  members: 205 added")
    return stream.getvalue()


def test_on_a_terminal_the_line_moves_and_elsewhere_only_what_is_done_is_said():
    assert told(Terminal()) == "\r\x1b[2K  members …\r\x1b[2K  members: 205 added\n"
    assert told(io.StringIO()) == "  members: 205 added\n"


def test_the_first_load_moves_on_a_real_terminal(tmp_path):
    command = [sys.executable, "-m", "app.cli", "prepare"]
    given = environment(PORTAL_VAR_DIR=str(tmp_path), PORTAL_DEMO="true")
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=ROOT, env=given, stdout=theirs) as process:  # noqa: S603 - our own words
        os.close(theirs)
        shown = b""
        while part := _read(ours):
            shown += part
    os.close(ours)

    assert process.returncode == 0
    assert "\r\x1b[2K  documented practices …".encode() in shown
    assert b"\r\x1b[2K  documented practices: 22 added\r\n" in shown


def _read(terminal: int) -> bytes:
    """Return what the terminal shows next; nothing when the other side has closed it."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
