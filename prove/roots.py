"""Roots made by the Dockerfile's own steps, each in a clean Debian that debootstrap made."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from prove.dockerfile import Stage, Step
from prove.sandbox import Box

SOURCES = """\
deb http://deb.debian.org/debian {suite} main
deb http://deb.debian.org/debian {suite}-updates main
deb http://deb.debian.org/debian-security {suite}-security main
"""
NO_STARTS = "#!/bin/sh\nexit 101\n"
"""Debian's word for “start nothing while packages are installed”, as its images have it."""
CERTIFICATES = "/run/machine.crt"
FROM_WHERE = ("index-url", "extra-index-url", "trusted-host", "proxy")
"""What pip is told here of where packages come from; the lock's hashes say what they are."""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class CannotBuild(Exception):
    """A step failed; the message says which, and what it said."""


@dataclass
class Builder:
    """Builds stages in ``folder`` from the clean root ``base``, with files of ``project``."""

    base: Path
    folder: Path
    project: Path
    done: int = 0
    roots: dict[str, Path] = field(default_factory=dict)

    def build(self, stages: Sequence[Stage]) -> Path:
        """Return the root of the last stage.

        Raises:
            CannotBuild: when a step fails.
        """
        made = self.base
        for stage in stages:
            made = self.fresh(stage.name or "image")
            self._do(stage, made)
        return made

    def fresh(self, name: str) -> Path:
        """Return a copy of the clean root under a name."""
        self.roots[name] = self.folder / name
        ran(["cp", "-a", str(self.base), str(self.roots[name])])
        return self.roots[name]

    def _do(self, stage: Stage, root: Path) -> None:
        folder, environment = "/", {"PATH": PATH}
        for step in stage.steps:
            if step.word == "ENV":
                environment |= Stage("", steps=[step]).environment
            elif step.word == "WORKDIR":
                folder = step.rest
                inside(root, folder).mkdir(parents=True, exist_ok=True)
            elif step.word == "COPY":
                self._copy(step, root, folder)
            elif step.word == "RUN":
                shell(root, step.rest, folder, environment)
            self.done += 1

    def _copy(self, step: Step, root: Path, folder: str) -> None:
        *options, what, where = step.words
        came_from = self.roots[options[0].removeprefix("--from=")] if options else self.project
        source, target = inside(came_from, what), inside(root, str(PurePosixPath(folder, where)))
        if source.is_dir():
            ignored = None if options else kept_out(self.project)
            shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True, ignore=ignored)
        else:
            shutil.copy2(source, target)


def kept_out(project: Path) -> Callable[[str, list[str]], set[str]]:
    """Return what leaves out of a copied folder what the project's .dockerignore does."""
    lines = (project / ".dockerignore").read_text(encoding="utf-8").split()
    out = [line.removeprefix("**/") for line in lines if line != "*" and line[0] != "!"]

    def ignored(folder: str, names: list[str]) -> set[str]:
        below = Path(folder).relative_to(project)
        return {name for name in names if name in out or str(below / name) in out}

    return ignored


def bootstrap(base: str, folder: Path) -> Path:
    """Return a clean root of what ``FROM`` names, such as ``debian:trixie-slim``.

    ``PROVE_ROOT`` names one that was made so before; it is copied and never changed.

    Raises:
        CannotBuild: when it is no Debian, or cannot be made.
    """
    name, _, tag = base.partition(":")
    if name != "debian" or not tag.endswith("-slim"):
        raise CannotBuild(f"{base} is nothing that debootstrap makes.")
    suite, root = tag.removesuffix("-slim"), folder / "base"
    if kept := os.environ.get("PROVE_ROOT"):
        return Path(kept)
    # what debootstrap mounts ends with it: nothing of this machine is left below a folder that goes
    ran(["unshare", "--mount", "debootstrap", "--variant=minbase", suite, str(root)])
    (root / "etc/apt/sources.list").write_text(SOURCES.format(suite=suite), encoding="utf-8")
    stop = root / "usr/sbin/policy-rc.d"
    stop.write_text(NO_STARTS, encoding="utf-8")
    stop.chmod(0o755)
    return root


def shell(
    root: Path, line: str, folder: str = "/", environment: dict[str, str] | None = None
) -> None:
    """Run a line of shell as root inside, as RUN does, with this machine's way to packages.

    Raises:
        CannotBuild: when it fails.
    """
    told, readable = _pip(), {}
    if certificates := told.pop("cert", ""):
        readable[CERTIFICATES] = Path(certificates)
        told["PIP_CERT"] = CERTIFICATES
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    box = Box(root, "", folder, {**quiet, **(environment or {}), **told}, readable=readable)
    done = box.run(["/bin/sh", "-c", line])
    if done.returncode != 0:
        raise CannotBuild(f"RUN {line}: {_end(done)}")


def inside(root: Path, where: str) -> Path:
    """Return a path inside a root as it is outside."""
    return root / where.lstrip("/")


def ran(words: Sequence[str]) -> str:
    """Run a command to its end; return what it said.

    Raises:
        CannotBuild: when it fails.
    """
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode != 0:
        raise CannotBuild(f"{' '.join(words)}: {_end(done)}")
    return done.stdout


def _end(done: subprocess.CompletedProcess[str]) -> str:
    """Return the last things that a command said, in one line."""
    return " / ".join((done.stdout + done.stderr).strip().splitlines()[-5:])


def _pip() -> dict[str, str]:
    """Return where pip gets packages on this machine, as its variables; ``cert`` by itself."""
    found: dict[str, str] = {}
    for line in ran([sys.executable, "-m", "pip", "config", "list"]).splitlines():
        key, _, value = line.partition("=")
        name, plain = key.rpartition(".")[2], value.strip("'\"")
        if name == "cert":
            found["cert"] = plain
        elif name in FROM_WHERE and "file:" not in plain:
            found[f"PIP_{name.upper().replace('-', '_')}"] = plain
    return found
