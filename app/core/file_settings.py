"""Settings of attachments: where they are kept, and how the store of objects is reached."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings

SCHEME = "s3://"
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?")
_LISTENER = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5}")


def _place(value: str) -> str:
    """Let a folder pass, and a bucket with what comes before the names in it.

    Raises:
        ValueError: for an address of another kind, or a bucket that cannot be.
    """
    if "://" in value and not _BUCKET.fullmatch(value):
        raise ValueError("is neither a folder nor a bucket such as s3://bucket/prefix")
    return value


def _endpoint(value: str) -> str:
    """Let an address pass that names a machine and nothing else.

    Raises:
        ValueError: for one that does not.
    """
    parts = urlsplit(value)
    bare = f"{parts.scheme}://{parts.netloc}" == value.rstrip("/") and "@" not in parts.netloc
    if value and not (bare and parts.hostname and parts.scheme in {"http", "https"}):
        raise ValueError("is not an address such as https://s3.example, without path and password")
    return value.rstrip("/")


def _scanner(value: str) -> str:
    """Let the path of a socket pass, and a host with a port.

    Raises:
        ValueError: for anything else.
    """
    if value and not (value.startswith("/") or _LISTENER.fullmatch(value)):
        raise ValueError("is neither the path of a socket nor an address such as clamav:3310")
    return value


class FileSettings(BaseSettings):
    """Where attachments are kept."""

    files: Annotated[str, AfterValidator(_place)] = Field(
        default="",
        description="Folder for attachments, or a bucket as `s3://bucket/prefix`; empty means "
        "`files` in the var folder.",
    )
    files_endpoint: Annotated[str, AfterValidator(_endpoint)] = Field(
        default="",
        description="Address of the bucket's service where it is not Amazon's own, such as "
        "https://s3.example.",
    )
    files_region: str = Field(default="us-east-1", description="Region of the bucket.")
    files_key_id: str = Field(default="", description="Name of the key that opens the bucket.")
    files_key: SecretStr = Field(
        default=SecretStr(""), description="Secret half of the key that opens the bucket."
    )
    files_quota: int = Field(default=500, ge=1, description="Megabytes of attachments per member.")

    files_scanner: Annotated[str, AfterValidator(_scanner)] = Field(
        default="",
        description="Where clamd listens, as `/path/of/its/socket` or `host:port`; empty means "
        "that files are not scanned for viruses.",
    )

    @property
    def in_bucket(self) -> bool:
        """Whether files are kept in a bucket and not in a folder."""
        return self.files.startswith(SCHEME)
