"""What stands on the paper of a PDF, as a program for reading PDF takes it out."""

import shutil
import subprocess


def read_out(content: bytes) -> str:
    """Return the text of a PDF in the order in which it is read, without turning marks."""
    reader = shutil.which("pdftotext")
    assert reader, "poppler-utils is not installed"
    done = subprocess.run(  # noqa: S603 - our own words
        [reader, "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True
    )
    return done.stdout.decode().translate(dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200b")))


def words_of(content: bytes) -> str:
    """Return the text of a PDF with every break of a line or page as one space."""
    return " ".join(read_out(content).split())
