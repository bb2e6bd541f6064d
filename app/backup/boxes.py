"""The box around a copy: what is in it, said in a manifest, packed and encrypted with age."""

import json
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import x25519

from app.backup.dumps import CannotBackUp

MANIFEST, COPY, FILES = "manifest.json", "database", "files"
NO_RECIPIENT = "PORTAL_BACKUP_RECIPIENTS is empty: make a key with `portal backup-key`."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: engine, schema, when and of which portal, rows by table, its hash."""

    engine: str
    schema: str
    made_at: str
    portal: str
    rows: Mapping[str, int]
    sha256: str
    files: Mapping[str, str] = field(default_factory=dict)
    """The hash of each attachment by its place in the store."""


def new_key() -> str:
    """Return a new secret key as a file of age has it, its public half in the line above."""
    made = x25519.Identity.generate()
    return (
        "# Keep this away from the portal; there, set"
        f" PORTAL_BACKUP_RECIPIENTS={made.to_public()}\n{made}"
    )


def hash_of(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with file.open("rb") as found:
        return file_digest(found, "sha256").hexdigest()


def pack(folder: Path, manifest: Manifest, into: Path, recipients: Sequence[str]) -> None:
    """Put the copy in ``folder`` and its manifest into the encrypted file ``into``.

    Raises:
        CannotBackUp: when a recipient is no public key of age, or none is given.
    """
    keys = _recipients(recipients)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    packed = folder / "packed.tar.gz"
    with tarfile.open(packed, "w:gz") as tar:
        for name in (MANIFEST, COPY):
            tar.add(folder / name, arcname=name)
        for place in sorted(manifest.files):
            tar.add(folder / FILES / place, arcname=f"{FILES}/{place}")
    part = into.with_name(f"{into.name}.part")
    try:
        part.touch(mode=0o600)
        with packed.open("rb") as plain, part.open("wb") as out:
            pyrage.encrypt_io(plain, out, keys)
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)


def unpack(box: Path, identity: str, folder: Path) -> Manifest:
    """Decrypt ``box`` into ``folder`` and return its manifest, once its copy has the right hash.

    Raises:
        CannotBackUp: for a wrong key, or a file that is no backup or not whole.
    """
    packed = folder / "packed.tar.gz"
    try:
        with box.open("rb") as closed, packed.open("wb") as out:
            _decrypt(closed, out, identity)
        with tarfile.open(packed) as tar:
            for name in (MANIFEST, COPY):
                tar.extract(name, folder, filter="data")
            manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
            for place in sorted(manifest.files):
                tar.extract(f"{FILES}/{place}", folder, filter="data")
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as wrong:
        raise CannotBackUp(f"{box} cannot be read as a backup: {wrong}") from wrong
    if hash_of(folder / COPY) != manifest.sha256:
        raise CannotBackUp(f"{box} is not whole.")
    return manifest


def _decrypt(closed: BinaryIO, out: BinaryIO, identity: str) -> None:
    try:
        key = x25519.Identity.from_str(identity)
        pyrage.decrypt_io(closed, out, [key])
    except (pyrage.IdentityError, pyrage.DecryptError) as wrong:
        raise CannotBackUp(f"The key does not open this backup: {wrong}") from wrong


def _recipients(written: Sequence[str]) -> list[x25519.Recipient]:
    if not written:
        raise CannotBackUp(NO_RECIPIENT)
    try:
        return [x25519.Recipient.from_str(one) for one in written]
    except pyrage.RecipientError as wrong:
        raise CannotBackUp(f"PORTAL_BACKUP_RECIPIENTS: {wrong}") from wrong


def key_in(identity: Path) -> str:
    """Return the secret key in a file as age writes it: lines that begin with # say nothing.

    Raises:
        CannotBackUp: when it cannot be read.
    """
    try:
        lines = identity.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as wrong:
        raise CannotBackUp(f"The key {identity} cannot be read: {wrong}") from wrong
    return next((line.strip() for line in lines if line.strip() and not line.startswith("#")), "")
