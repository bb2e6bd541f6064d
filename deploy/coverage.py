"""Judges what the tests reached: branches by room, against the floors below. Fails loudly."""

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from coverage import Coverage

FLOORS = {"app/access": 100.0, "app/items": 100.0, "app/identity": 100.0, "app/core/seal.py": 100.0}
"""Where every line and every branch is reached."""

OTHERS = 95.0
"""Every other room, and every module that stands beside the rooms."""


def measured() -> dict[str, Any]:
    """Return the figures of each file, by its path from the root of the project."""
    found = Coverage()
    found.combine(strict=True)
    found.save()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        found.json_report(outfile=str(file))
        report = json.loads(file.read_text(encoding="utf-8"))
    return {name: data for name, data in report["files"].items() if not Path(name).is_absolute()}


def room_of(name: str) -> str:
    """Return what a file is judged with: itself, where it has a floor or stands alone."""
    if name in FLOORS:
        return name
    parts = Path(name).parts
    return name if len(parts) == 2 else "/".join(parts[:2])  # noqa: PLR2004 - app/main.py


def judged(files: dict[str, Any]) -> list[str]:
    """Return a line for each room; one that lies below its floor begins with FAIL."""
    rooms: dict[str, list[str]] = defaultdict(list)
    for name in files:
        rooms[room_of(name)].append(name)
    return [_line(room, {n: files[n] for n in names}) for room, names in sorted(rooms.items())]


def _line(room: str, files: dict[str, Any]) -> str:
    floor = FLOORS.get(room, OTHERS)
    sums = [data["summary"] for data in files.values()]
    all_ = sum(s["num_statements"] + s["num_branches"] for s in sums)
    reached = sum(s["covered_lines"] + s["covered_branches"] for s in sums)
    share = 100 * reached / all_ if all_ else 100.0
    if share >= floor:
        return f"ok   {room}: {share:.1f} % of {all_}"
    missing = [
        f"     {name}: lines {data['missing_lines']}, branches {data['missing_branches']}"
        for name, data in files.items()
        if data["missing_lines"] or data["missing_branches"]
    ]
    return "\n".join([f"FAIL {room}: {share:.1f} % of {all_}, floor {floor:g} %", *missing])


def main() -> None:
    """Print the table; end with 1 where a room lies below its floor."""
    lines = judged(measured())
    print("\n".join(lines))  # noqa: T201 - a table for people
    if not lines or any(line.startswith("FAIL") for line in lines):
        sys.exit(1)


if __name__ == "__main__":
    main()
