"""Checks that the locks fit their inputs and name no registry."""

import re
import sys
from pathlib import Path

FOLDER = Path("requirements")


def names(file: Path, pattern: str) -> set[str]:
    """Return the normalised package names that ``pattern`` finds in ``file``."""
    found = re.findall(pattern, file.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.lower().replace("_", "-") for name in found}


def problems() -> list[str]:
    """Return what is wrong with the locks."""
    found = []
    for kind in ("run", "test"):
        lock = FOLDER / f"{kind}.txt"
        wanted = names(FOLDER / f"{kind}.in", r"^([A-Za-z0-9][A-Za-z0-9_-]*)")
        missing = wanted - names(lock, r"^([A-Za-z0-9_.-]+)==")
        if missing:
            found.append(f"{lock} lacks {', '.join(sorted(missing))}: run `make lock`.")
        if "://" in lock.read_text(encoding="utf-8"):
            found.append(f"{lock} names an address.")
    run = set(re.findall(r"^(\S+==\S+)", (FOLDER / "run.txt").read_text(), re.MULTILINE))
    test = set(re.findall(r"^(\S+==\S+)", (FOLDER / "test.txt").read_text(), re.MULTILINE))
    if differing := run - test:
        found.append(f"The test lock differs from the run lock in {sorted(differing)}.")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or 0)
