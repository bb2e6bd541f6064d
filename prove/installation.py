"""An installation as compose.yaml describes it: its settings, its secrets, and its commands."""

import base64
import json
import os
import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prove.dockerfile import Stage, filled
from prove.roots import CannotBuild, ran
from prove.sandbox import Box


@dataclass(frozen=True)
class Installation:
    """The image in its root, what Compose says, and the folders for what is kept."""

    root: Path
    stage: Stage
    compose: Mapping[str, Any]
    folder: Path
    given: dict[str, str]
    beside: dict[str, Path] = field(default_factory=dict)
    """Further files, by where they are mounted (``-v`` of a command)."""

    def box(self, service: str = "upkeep", **settings: str) -> Box:
        """Return the surroundings of a service; ``settings`` stand for what Compose has not."""
        said = self.compose["services"][service]
        written = {name: filled(value, self.given) for name, value in said["environment"].items()}
        mounts = (filled(volume, self.given).split(":") for volume in said["volumes"])
        return Box(
            self.root,
            self.stage.last("USER")[0],
            self.stage.last("WORKDIR")[0],
            {**self.stage.environment, **written, **settings},
            {place: self.volume(name) for name, place in mounts},
            {f"/run/secrets/{name}": self.secret(name) for name in said["secrets"]} | self.beside,
        )

    def command(self, service: str, *words: str) -> list[str]:
        """Return what a service runs: ``words``, else Compose's, else the image's."""
        said = list(words) or self.compose["services"][service].get("command")
        return [*self.stage.last("ENTRYPOINT"), *(said or self.stage.last("CMD"))]

    def run(self, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """Run one command, as ``docker compose run upkeep`` does."""
        return self.box(**settings).run(self.command("upkeep", *words))

    def said(self, *words: str, **settings: str) -> str:
        """Run one command and return what it said.

        Raises:
            CannotBuild: when it fails.
        """
        done = self.run(*words, **settings)
        if done.returncode != 0:
            raise CannotBuild(f"portal {' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout.strip()

    def volume(self, name: str) -> Path:
        """Return where a volume lies, made for the portal's user as the image makes it."""
        found = self.folder / f"volume-{name}"
        if not found.exists():
            found.mkdir(mode=0o700)
            os.chown(found, *self.user)
        return found

    def secret(self, name: str) -> Path:
        """Return the file of a secret."""
        file: str = self.compose["secrets"].get(name, {"file": f"secrets/{name}"})["file"]
        return self.folder / file

    @property
    def user(self) -> tuple[int, int]:
        """Number of the portal's user and group."""
        name = self.stage.last("USER")[0]
        uid, gid = (ran(["chroot", str(self.root), "id", part, name]) for part in ("-u", "-g"))
        return int(uid), int(gid)

    def keep(self, values: Mapping[str, str]) -> None:
        """Write the secrets as docs/operating.md says: one file each, for the portal's user."""
        for name, value in values.items():
            file = self.secret(name)
            file.parent.mkdir(exist_ok=True, mode=0o700)
            file.write_text(value, encoding="utf-8")
            file.chmod(0o400)
            os.chown(file, *self.user)


def drawn(database: str, issuer: str, provider: str) -> dict[str, str]:
    """Return a value for each secret, with one provider of the name given.

    It vouches for two factors, without which nobody acts for the Secretariat.
    """
    one = {
        "key": provider, "name": "Ministry", "issuer": issuer, "client_id": "portal",
        "client_secret": secrets.token_urlsafe(24), "two_by_amr": ["mfa"],
    }  # fmt: skip
    return {
        "database_url": database,
        "secret_key": secrets.token_urlsafe(48),
        "seal_key": _key(),
        "audit_key": _key(),
        "smtp_url": "smtp://portal:hush@127.0.0.1:9",
        "providers": json.dumps([one]),
    }


def _key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()
