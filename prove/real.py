"""The real server as ``portal serve`` runs it, ready for real people, and what they send to it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text

from app.core.config import ROOT
from app.web import cookies, csrf
from prove.installation import drawn
from prove.standing import free_port, listens, wait
from tests.support import postgres
from tests.support.given import PROVIDER

HOST = "portal.example"
BASE = f"https://{HOST}"


@contextmanager
def databases() -> Iterator[Mapping[str, str]]:
    """Give a new database of each engine there is, by its name; PostgreSQL's is durable."""
    with tempfile.TemporaryDirectory(prefix="portal-prove-") as folder:
        found = {"SQLite": f"sqlite:///{folder}/portal.sqlite3"}
        if postgres.binaries() is None:
            yield found
            return
        with postgres.cluster(postgres.DURABLE) as server:
            admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
            with admin.connect() as conn:
                conn.execute(text("CREATE DATABASE proven"))
            admin.dispose()
            yield {**found, "PostgreSQL": f"{server}/proven"}


@dataclass
class Server:
    """A server on a database, with secrets; it can be killed and started again."""

    database: str
    folder: Path
    secrets: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    """What differs from the settings of all proofs."""
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        """Draw secrets where none are shared with another server."""
        self.port = free_port()
        self.secrets = self.secrets or drawn(self.database, PROVIDER.issuer, PROVIDER.key)

    def start(self) -> None:
        """Start it in a group of its own, and wait until it takes requests."""
        settings = {
            **self.secrets, "base_url": BASE, "port": str(self.port), "var_dir": str(self.folder),
            "contact": f"secretariat@{HOST}", "mail_from": f"portal@{HOST}", "patience": "1000000",
            **self.settings,
        }  # fmt: skip
        given = {f"PORTAL_{name.upper()}": value for name, value in settings.items()}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve"], cwd=ROOT, start_new_session=True,
            stderr=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], **given},
        )  # fmt: skip
        wait(lambda: listens(self.port), "The server")

    def kill(self) -> None:
        """Kill the group as a whole: nothing of it is told."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=30)

    @property
    def pid(self) -> int:
        """The process that answers.

        Raises:
            RuntimeError: when the server was not started.
        """
        if self.process is None:
            raise RuntimeError("The server was not started.")
        return self.process.pid

    @property
    def address(self) -> str:
        """Where it listens, behind the proxy that is not there."""
        return f"http://127.0.0.1:{self.port}"

    def headers(self, session: str) -> dict[str, str]:
        """Return what a browser with a session sends, as a proxy passes it on."""
        name = cookies.name_of(cookies.SESSION, secure=True)
        return {"Host": HOST, "Origin": BASE, "Cookie": f"{name}={session}"}

    def token(self, session: str) -> str:
        """Return the form token of a session."""
        return csrf.masked(csrf.token(self.secrets["secret_key"], session))
