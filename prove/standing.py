"""What compose.yaml starts, standing on this machine: database, portals, proxy, and a provider."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from prove.roots import CannotBuild, inside, ran, shell
from prove.sandbox import Box
from provider import Client, ProviderConfig
from provider.application import create_app
from provider.personas import PERSONAS

PROVIDER = "people"
POSTGRES = "/var/lib/postgresql/data"
PROXY = """\
{{
	admin off
	auto_https disable_redirects
	default_bind 127.0.0.1
	skip_install_trust
	storage file_system {folder}
}}
import {caddyfile}
{issuer} {{
	reverse_proxy 127.0.0.1:{provider}
}}
"""


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait(true: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait until something is true.

    Raises:
        CannotBuild: when it never is.
    """
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise CannotBuild(f"{what}: not within {seconds:g} s.")
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Server:
    """A server of PostgreSQL in a root of its own, as its image sets it up."""

    root: Path
    folder: Path
    binaries: str
    port: int

    @property
    def box(self) -> Box:
        """Its root, as its user."""
        path = {"PATH": f"{self.binaries}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        return Box(self.root, "postgres", "/", path, writable={POSTGRES: self.folder})

    def psql(self, *words: str, password: str = "") -> None:
        """Run psql as the superuser over the server's own socket, as its image runs a script.

        Raises:
            CannotBuild: when a statement fails.
        """
        box = self.box
        given = {**box.environment, "POSTGRES_PASSWORD": password}
        as_image = ("psql", "-v", "ON_ERROR_STOP=1", "--no-psqlrc", "-U", "postgres")
        asked = Box(box.root, box.user, "/", given, box.writable)
        done = asked.run([*as_image, "-h", POSTGRES, "-p", str(self.port), *words])
        if done.returncode != 0:
            raise CannotBuild(done.stderr)


@contextmanager
def database(root: Path, folder: Path, major: str, password: str, first: Path) -> Iterator[Server]:
    """Serve a new database, filled by the script ``first``, in the steps of PostgreSQL's image."""
    install = f"apt-get update && apt-get install -y --no-install-recommends postgresql-{major}"
    shell(root, install)
    inside(root, POSTGRES).mkdir()
    data = folder / "postgres"
    data.mkdir()
    ids = ran(["chroot", str(root), "id", "-u", "postgres"])
    os.chown(data, int(ids), int(ids))
    server = Server(root, data, f"/usr/lib/postgresql/{major}/bin", free_port())
    (data / "password").write_text(password, encoding="utf-8")
    (data / "password").chmod(0o444)
    made = server.box.run(
        ["initdb", "-D", f"{POSTGRES}/db", "-U", "postgres", f"--pwfile={POSTGRES}/password",
         "--auth-local=trust", "--auth-host=scram-sha-256"]
    )  # fmt: skip
    if made.returncode != 0:
        raise CannotBuild(made.stderr)
    shutil.copy2(first, data / "first.sql")
    words = ("-p", str(server.port), "-k", POSTGRES, "-c", "listen_addresses=127.0.0.1")
    with started(server.box, ["postgres", "-D", f"{POSTGRES}/db", *words], folder / "postgres.log"):
        wait(lambda: listens(server.port), "PostgreSQL")
        server.psql("-f", f"{POSTGRES}/first.sql", password=password)
        yield server


@contextmanager
def started(box: Box, command: list[str], log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a command inside until the block ends."""
    process = box.start(command, log)
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)


@contextmanager
def proxy(folder: Path, caddyfile: Path, names: dict[str, str], provider: int) -> Iterator[Path]:
    """Run Caddy on the project's own file; give the certificate it signs with."""
    file, kept = folder / "Caddyfile", folder / "caddy"
    words = {"folder": kept, "caddyfile": caddyfile, "provider": provider}
    file.write_text(PROXY.format(issuer=names["ISSUER"], **words), encoding="utf-8")
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words
            ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)],  # noqa: S607 - where the machine has it
            stdout=log, stderr=log, env={**os.environ, **names, "HOME": str(folder)},
        )  # fmt: skip
    port = int(names["ISSUER"].rpartition(":")[2])
    root = kept / "pki/authorities/local/root.crt"
    try:
        wait(lambda: listens(port) and root.exists(), "The proxy")
        yield root
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def people(folder: Path, issuer: str, portal: str, secret: str, port: int) -> Iterator[None]:
    """Serve the demonstration's provider as one of its own, for sign-ins over https."""
    client = Client("portal", secret, (f"{portal}/sign-in/return/{PROVIDER}",), (f"{portal}/",))
    config = ProviderConfig(issuer, (client,), PERSONAS, folder / "provider.key", "People")
    server = uvicorn.Server(
        uvicorn.Config(create_app(config), host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait(lambda: server.started, "The provider")
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=30)
