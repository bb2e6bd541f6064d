"""Checks an export of the portal's record without the portal: ``python verify.py FILE``.

Stands alone: this file, Python 3.11 and the package ``cryptography`` are all it needs.

An export is lines of JSON. A line ``{"hash":…,"record":{…}}`` is one entry: its hash is SHA-256
over a prefix, the hash before it and the entry's own bytes. A line ``{"checkpoint":{…},…}`` is
signed with Ed25519 and says how many entries there were and what the last hash was; the last line
is one of the kind ``export``. Entries and checkpoints are numbered without gaps. So a change, a
missing line or an exchange is found by the chain; a record rewritten as a whole is found by the
key (``--key``) or by what the portal once mailed to holders (``--anchor``), which whoever rewrote
it cannot have changed.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PREFIX = b"focal-point-portal/audit/1\0"
SIGNED = b"focal-point-portal/audit-checkpoint/1\0"
BEGINNING = "0" * 64
EXPORT = "export"
_OPEN, _BETWEEN, _CLOSE = b'{"hash":"', b'","record":', b"}\n"
_BODY = len(_OPEN) + 64 + len(_BETWEEN)
_NO_TAIL = "The last line is not the signed end of an export: the tail was cut off or added to."


class Broken(Exception):
    """The record is not what it was; the message says where."""


@dataclass
class Check:
    """What was found so far; ``keys`` and ``anchors`` come from outside and are trusted."""

    keys: frozenset[str] = frozenset()
    anchors: Mapping[int, str] = field(default_factory=dict)
    entries: int = 0
    head: str = BEGINNING
    checkpoints: int = 0
    kind: str = ""

    def line(self, line: bytes) -> None:
        """Take the next line.

        Raises:
            Broken: when it does not follow from the lines before.
        """
        if self.kind == EXPORT:
            raise Broken(f"Something follows the end of the export, after entry {self.entries}.")
        if line.startswith(_OPEN):
            self._entry(line)
        else:
            self._checkpoint(line)

    def end(self) -> None:
        """Say that there are no more lines.

        Raises:
            Broken: when there should be more.
        """
        if self.kind != EXPORT:
            raise Broken(_NO_TAIL)
        missing = [number for number in self.anchors if number > self.entries]
        if missing:
            raise Broken(
                f"The record ends with entry {self.entries}, an anchor names entry"
                f" {min(missing)}: its tail is missing."
            )

    def _entry(self, line: bytes) -> None:
        number, body = self.entries + 1, line[_BODY : -len(_CLOSE)]
        self.head = link(self.head, body)
        if line != line_of(self.head, body):
            raise Broken(f"Entry {number} is not what it was, or its line was moved.")
        if _parsed(body).get("id") != number:
            raise Broken(f"The entry in place {number} has another number.")
        if self.anchors.get(number, self.head) != self.head:
            raise Broken(f"Entry {number} is not the one whose hash the anchor keeps.")
        self.entries, self.kind = number, ""

    def _checkpoint(self, line: bytes) -> None:
        found, number = _parsed(line), self.checkpoints + 1
        try:
            said, key, signature = found["checkpoint"], found["key"], found["signature"]
            good = line == signed_line(said, key, signature) and isinstance(said, dict)
            ensure_signed(said, key, signature)
        except (KeyError, TypeError, ValueError, InvalidSignature):
            good = False
        if not good:
            raise Broken(f"The line after entry {self.entries} is no signed checkpoint.")
        if self.keys and key not in self.keys:
            raise Broken(f"Checkpoint {number} was signed with a key that is not trusted: {key}.")
        place = (said.get("number"), said.get("entries"), said.get("hash"))
        if place != (number, self.entries, self.head):
            raise Broken(f"Checkpoint {number} was signed for another record or another place.")
        self.checkpoints, self.kind = number, said.get("kind", "")


def canonical(value: object) -> bytes:
    """Return ``value`` in the one way in which it is hashed and signed."""
    words = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return words.encode()


def link(before: str, body: bytes) -> str:
    """Return the hash of the entry ``body`` that follows the hash ``before``."""
    return sha256(PREFIX + bytes.fromhex(before) + body).hexdigest()


def line_of(head: str, body: bytes) -> bytes:
    """Return an entry's line."""
    return b"".join((_OPEN, head.encode(), _BETWEEN, body, _CLOSE))


def signed_line(said: object, key: str, signature: str) -> bytes:
    """Return a checkpoint's line."""
    return canonical({"checkpoint": said, "key": key, "signature": signature}) + b"\n"


def ensure_signed(said: object, key: str, signature: str, prefix: bytes = SIGNED) -> None:
    """Let pass what was signed with ``key``, both in hexadecimal, small letters.

    Raises:
        ValueError: for what is no key or signature.
        InvalidSignature: for a signature of something else.
    """
    raw, seal = bytes.fromhex(key), bytes.fromhex(signature)
    if (raw.hex(), seal.hex()) != (key, signature):
        raise ValueError("Written in another way than it is.")
    Ed25519PublicKey.from_public_bytes(raw).verify(seal, prefix + canonical(said))


def check(
    lines: Iterable[bytes], keys: Iterable[str] = (), anchors: Mapping[int, str] | None = None
) -> Check:
    """Check all ``lines`` of an export and return what they hold.

    Raises:
        Broken: when something is not as it was; the message says where.
    """
    found = Check(frozenset(keys), dict(anchors or {}))
    for line in lines:
        found.line(line)
    found.end()
    return found


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def anchor(words: str) -> tuple[int, str]:
    """Return number and hash of an anchor as it is mailed: ``12345:9f86d0…``.

    Raises:
        ValueError: for anything else.
    """
    number, _, kept = words.strip().partition(":")
    if len(bytes.fromhex(kept)) != len(BEGINNING) // 2 or int(number) < 1:
        raise ValueError(words)
    return int(number), kept.strip().lower()


def told(found: Check) -> str:
    """Return the verdict on a record that holds, and what it was held against."""
    lines = [
        f"The record is whole: {found.entries} entries, {found.checkpoints} signed checkpoints.",
        f"Head: {found.entries}:{found.head}",
    ]
    if not found.keys:
        lines.append("No --key was given: signatures were checked with the keys they came with.")
    if not found.anchors:
        lines.append("No --anchor was given: the portal's own key is all that vouches for it.")
    return "\n".join(lines)


def main(words: list[str] | None = None) -> str | None:
    """Check the file that ``words`` name; return what is wrong, None when nothing is."""
    parser = argparse.ArgumentParser(description="Check an export of the portal's record.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--anchor", action="append", default=[], type=anchor, metavar="N:HASH")
    parser.add_argument("--key", action="append", default=[], metavar="PUBLIC_KEY")
    given = parser.parse_args(words)
    try:
        with given.file.open("rb") as lines:
            found = check(lines, given.key, dict(given.anchor))
    except Broken as wrong:
        return f"THE RECORD DOES NOT HOLD. {wrong}"
    except OSError as wrong:
        return f"The file cannot be read: {wrong.strerror}."
    print(told(found))  # noqa: T201 - a command
    return None


if __name__ == "__main__":
    sys.exit(main())
