"""Commands in a root of their own, by bubblewrap: what a container engine does, in sight."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ALONE = (
    "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-ipc", "--unshare-uts",
    "--proc", "/proc", "--dev", "/dev", "--clearenv", "--cap-add", "ALL",
)  # fmt: skip
RESOLVER = Path("/etc/resolv.conf")
POWERLESS = ("--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all")


@dataclass(frozen=True, slots=True)
class Box:
    """A root, and how it is entered: as whom, where, with what around it.

    With a ``user`` the root is read-only, /tmp is fresh, and no capability is left.
    """

    root: Path
    user: str = ""
    folder: str = "/"
    environment: Mapping[str, str] = field(default_factory=dict)
    writable: Mapping[str, Path] = field(default_factory=dict)
    readable: Mapping[str, Path] = field(default_factory=dict)

    def words(self, command: Sequence[str]) -> list[str]:
        """Return the command line that runs ``command`` inside."""
        found = ["bwrap", "--ro-bind" if self.user else "--bind", str(self.root), "/", *ALONE]
        if self.user:
            found += ["--perms", "1777", "--tmpfs", "/tmp", "--tmpfs", "/run"]  # noqa: S108 - inside
        else:
            found += ["--ro-bind", str(RESOLVER), str(RESOLVER)]
        for above in sorted({str(Path(inside).parent) for inside in self.readable} - {"/run"}):
            found += ["--perms", "0755", "--dir", above]
        for inside, outside in self.readable.items():
            found += ["--ro-bind", str(outside), inside]
        for inside, outside in self.writable.items():
            found += ["--bind", str(outside), inside]
        if self.user:
            found += ["--remount-ro", "/run"]
        for name, value in self.environment.items():
            found += ["--setenv", name, value]
        found += ["--chdir", self.folder, "--"]
        if self.user:
            found += ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", *POWERLESS]
        return [*found, *command]

    def run(self, command: Sequence[str], told: str = "") -> subprocess.CompletedProcess[str]:
        """Run ``command`` inside to its end; it reads what it is ``told``."""
        return subprocess.run(  # noqa: S603 - our own words
            self.words(command),
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
            input=told,
        )

    def start(self, command: Sequence[str], log: Path) -> "subprocess.Popen[bytes]":
        """Start ``command`` inside; what it says goes into ``log``."""
        with log.open("ab") as out:
            return subprocess.Popen(self.words(command), stdout=out, stderr=out)  # noqa: S603 - the same


def process_in(outside: int) -> int:
    """Return the process that was started inside, given that of bubblewrap."""
    found = outside
    while children := Path(f"/proc/{found}/task/{found}/children").read_text().split():
        found = int(children[0])
    return found


def missing() -> list[str]:
    """Return which of the tools that make roots are not on this machine."""
    return [tool for tool in ("debootstrap", "bwrap", "caddy") if shutil.which(tool) is None]
