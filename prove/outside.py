"""A manual that nobody here wrote: two releases of public packages, fetched for one run only."""

import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from prove.roots import CannotBuild

PATIENCE = 300
"""Seconds that fetching one package may take."""
_PAGE = re.compile(r"[^/]+/docs/(.+)\.md")
MOST_PAGES, LONGEST_PAGE = 2_000, 2**20


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose source has its documentation as Markdown; the newer release comes last."""

    name: str
    releases: tuple[str, str]
    command: Sequence[str]

    def fetch(self, release: str, folder: Path) -> Path:
        """Return the archive of a release, fetched by the package's own client.

        Raises:
            CannotBuild: where it cannot be had.
        """
        asked = [word.format(name=self.name, release=release) for word in self.command]
        try:
            done = subprocess.run(  # noqa: S603 - our own words
                asked, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
            )
        except (OSError, subprocess.TimeoutExpired) as wrong:
            raise CannotBuild(f"{asked[0]}: {wrong}") from wrong
        found = sorted(folder.glob(f"{self.name}-{release}.*"))
        if done.returncode != 0 or not found:
            raise CannotBuild(f"{self.name} {release} cannot be fetched: {done.stderr[-300:]}")
        return found[0]


PACKAGES = (
    Package(
        "fastify", ("5.0.0", "5.12.8"),
        ("npm", "pack", "--silent", "--ignore-scripts", "{name}@{release}"),
    ),
    Package(
        "hatch", ("1.14.1", "1.18.2"),
        (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "{name}",
         "{name}=={release}"),
    ),
)  # fmt: skip


def releases(packages: Sequence[Package] = PACKAGES) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the pages of the older and of the newer manual by their names; no file is kept.

    Raises:
        CannotBuild: where a package cannot be had, or is not what it was taken for.
    """
    with tempfile.TemporaryDirectory() as folder:
        older, newer = (
            {
                f"{package.name}/{name}": text
                for package in packages
                for name, text in pages(package.fetch(package.releases[n], Path(folder)))
            }
            for n in (0, 1)
        )
    return older, newer


def pages(archive: Path) -> Iterator[tuple[str, str]]:
    """Give the pages of Markdown in an archive by name, in order; nothing of it is unpacked.

    Raises:
        CannotBuild: it holds more than a manual would.
    """
    with tarfile.open(archive) as packed:
        found = {
            match[1]: one for one in packed if one.isfile() and (match := _PAGE.fullmatch(one.name))
        }
        if len(found) > MOST_PAGES or any(one.size > LONGEST_PAGE for one in found.values()):
            raise CannotBuild(f"{archive.name} holds more than a manual would.")
        for name, one in sorted(found.items()):
            content = packed.extractfile(one)
            if content is not None:
                yield name, content.read().decode("utf-8-sig", errors="replace")
