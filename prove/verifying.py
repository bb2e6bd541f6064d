"""How long the verifier takes over a million entries, as a process of its own."""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.audit import verify
from app.audit.checkpoints import Signer, new_key
from prove.row import Row
from prove.tampering import PORTAL, body, lines_of

MILLION = 1_000_000
SECONDS = 30
EVERY = 1_000


def rows(entries: int = MILLION, seconds: float = SECONDS) -> Iterator[Row]:
    """Write an export of ``entries`` and let ``python verify.py`` check it, alone in a folder."""
    dice = random.Random(1)  # noqa: S311 - chance that can be repeated
    signer = Signer(new_key(), PORTAL)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "record.jsonl"
        script = Path(folder) / "verify.py"
        script.write_bytes(Path(verify.__file__).read_bytes())
        with file.open("wb") as out:
            bodies = (body(number, dice) for number in range(1, entries + 1))
            out.writelines(lines_of(bodies, signer, EVERY))
        began, worked = time.monotonic(), _worked()
        command = [sys.executable, "-I", str(script), str(file), "--key", signer.public]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
        took, work = time.monotonic() - began, _worked() - worked
    good = done.returncode == 0 and f"is whole: {entries} entries" in done.stdout
    yield Row("the stand-alone verifier's verdict", "whole" if good else "broken", "whole", good)
    name = f"processor seconds for {entries:,} entries ({took:.1f} s by the clock)"
    yield Row(name, f"{work:.1f}", f"≤ {seconds:g}", work <= seconds)


def _worked() -> float:
    """Return how long processes started here have worked: others may want the machine too."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
