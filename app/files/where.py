"""Where a bucket is, how it is reached, and how long its service may take."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore.store import S3Credential  # the library declares it for this alone

CONNECT, ANSWER = "2s", "20s"
AGAIN = 2
"""So often a request is made again, where that is within ``FOR`` of the first."""
FOR = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Where:
    """A bucket, how it is reached, and the key that opens it, which no log has to show."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key_id: str = field(repr=False)
    key: str = field(repr=False)

    def opened(self, *, signed: bool = True) -> S3Store:
        """Return what asks the service: under our key, or as anybody could."""

        def ours() -> "S3Credential":
            return {
                "access_key_id": self.key_id, "secret_access_key": self.key,
                "token": None, "expires_at": None,
            }  # fmt: skip

        return S3Store(
            self.bucket,
            prefix=self.prefix or None,
            region=self.region,
            endpoint=self.endpoint or f"https://s3.{self.region}.amazonaws.com",
            skip_signature=not signed,
            client_options={
                "allow_http": self.endpoint.startswith("http://"),
                "connect_timeout": CONNECT,
                "timeout": ANSWER,
            },
            retry_config={
                "max_retries": AGAIN,
                "retry_timeout": FOR,
                "backoff": {
                    "init_backoff": timedelta(milliseconds=100),
                    "max_backoff": timedelta(seconds=1),
                    "base": 2,
                },
            },
            credential_provider=ours if signed else None,
        )
