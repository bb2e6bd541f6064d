"""Checks that the locks fit their inputs and name no registry."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path("requirements")
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)


def wanted(file: Path) -> Iterator[Requirement]:
    """Yield what an input asks for; another input that it names has its own lock."""
    for line in file.read_text(encoding="utf-8").splitlines():
        asked = line.partition("#")[0].strip()
        if asked and not asked.startswith("-"):
            yield Requirement(asked)


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package in the text of a lock, by its normalised name."""
    return {canonicalize_name(name): version for name, version in PINNED.findall(lock)}


def problems(folder: Path = FOLDER) -> list[str]:
    """Return what is wrong with the locks."""
    found: list[str] = []
    locks = {}
    for kind in ("run", "test"):
        file = folder / f"{kind}.txt"
        text = file.read_text(encoding="utf-8")
        locks[kind] = pinned(text)
        for asked in wanted(folder / f"{kind}.in"):
            version = locks[kind].get(canonicalize_name(asked.name))
            if version is None:
                found.append(f"{file} lacks {asked.name}: run `make lock`.")
            elif not asked.specifier.contains(version, prereleases=True):
                found.append(f"{file} has {asked.name} {version}, not {asked}: run `make lock`.")
        if "://" in text:
            found.append(f"{file} names an address.")
    if differing := sorted(set(locks["run"].items()) - set(locks["test"].items())):
        found.append(f"The test lock differs from the run lock in {dict(differing)}.")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or 0)
