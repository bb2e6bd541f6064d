"""The image as its Dockerfile makes it, and Compose's parts by hand: two portals on PostgreSQL.

The steps of the Dockerfile run in a clean Debian; what they made then runs read-only, as its user
and without capabilities, with the settings, secrets and volumes that compose.yaml gives it.
"""

import json
import os
import secrets
import shutil
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from app.core.config import ROOT
from prove import dockerfile, standing
from prove.installation import Installation, drawn
from prove.roots import Builder, CannotBuild, bootstrap
from prove.row import Row, equal
from prove.sandbox import missing
from prove.serving import TRUSTED, Portals, acts
from prove.upkeep import kept

TRY_EVERYWHERE = """
import os
for folder, below, _ in os.walk("/"):
    below[:] = [name for name in below if os.path.join(folder, name) not in {"/proc", "/dev"}]
    try:
        open(os.path.join(folder, "written"), "x").close()
    except OSError:
        continue
    print(folder)
"""
WRITABLE = "/tmp /var/backups/portal /var/lib/portal"  # noqa: S108 - inside


def rows() -> Iterator[Row]:
    """Build, start and use the image; one line where this machine cannot."""
    lacking = [*missing(), *(() if os.geteuid() == 0 else ("root",))]
    if lacking:
        yield Row(f"image: left out, this machine lacks {', '.join(lacking)}", "–", "–", good=True)
        return
    with tempfile.TemporaryDirectory(prefix="portal-image-") as name:
        try:
            yield from _proven(Path(name))
        except CannotBuild as wrong:
            yield Row(f"image: {wrong}", "stopped", "–", good=False)


def _proven(folder: Path) -> Iterator[Row]:
    stages = dockerfile.read(ROOT / "Dockerfile")
    builder = Builder(bootstrap(stages[-1].base, folder), folder, ROOT)
    root = builder.build(stages)
    steps = sum(len(stage.steps) for stage in stages)
    yield equal(f"Dockerfile: steps done in a clean {stages[-1].base}", builder.done, steps)
    with ExitStack() as stack:
        portals = _standing(stack, builder, Installation(
            root, stages[-1], dockerfile.compose(ROOT / "compose.yaml"), folder, _given()
        ))  # fmt: skip
        yield from _alone(portals.made)
        yield from acts(portals)
        yield from kept(portals)


def _given() -> dict[str, str]:
    """Return what an administrator writes into .env."""
    return {
        "PORTAL_HOSTNAME": f"localhost:{standing.free_port()}",
        "PORTAL_CONTACT": "secretariat@portal.example",
        "PORTAL_MAIL_FROM": "portal@portal.example",
        "PORTAL_AUDIT_HOLDERS": "chair@network.example",
    }


def _standing(stack: ExitStack, builder: Builder, made: Installation) -> Portals:
    """Start what Compose starts before the portals, in its order."""
    said, folder = made.compose["services"], made.folder
    password, major = secrets.token_urlsafe(24), said["database"]["image"].partition(":")[2]
    server = stack.enter_context(
        standing.database(
            builder.fresh("database"), folder, major, password, ROOT / "deploy/database.sql"
        )
    )
    address = f"postgresql+psycopg://portal:{password}@127.0.0.1:{server.port}/portal"
    ports = {name: standing.free_port() for name in said["proxy"]["depends_on"]}
    issuer, behind = f"localhost:{standing.free_port()}", standing.free_port()
    names = {
        "PORTAL_HOSTNAME": made.given["PORTAL_HOSTNAME"],
        "PORTAL_UPSTREAMS": " ".join(f"127.0.0.1:{port}" for port in ports.values()),
        "ISSUER": issuer,
    }
    certificate = stack.enter_context(
        standing.proxy(folder, ROOT / "deploy/Caddyfile", names, behind)
    )
    made.beside[TRUSTED] = folder / "proxy.crt"
    shutil.copy(certificate, made.beside[TRUSTED])
    made.beside[TRUSTED].chmod(0o444)
    values = drawn(address, f"https://{issuer}", standing.PROVIDER)
    made.keep(values)
    base = f"https://{made.given['PORTAL_HOSTNAME']}"
    secret = json.loads(values["providers"])[0]["client_secret"]
    stack.enter_context(standing.people(folder, f"https://{issuer}", base, secret, behind))
    trusted = ssl.create_default_context(cafile=str(certificate))
    return stack.enter_context(Portals(made, server, ports, base, trusted))


def _alone(made: Installation) -> Iterator[Row]:
    box = made.box()
    found = box.run(["python", "-c", TRY_EVERYWHERE]).stdout.split()
    yield equal("image: places its user can write to", " ".join(sorted(found)), WRITABLE)
