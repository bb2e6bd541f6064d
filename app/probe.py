"""Asks the running portal whether it lives: the container's health check. Exit code 0 or 1."""

import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from app.core.config import Settings


def alive(settings: Settings) -> bool:
    """Whether the process on this machine answers."""
    connection = HTTPConnection("127.0.0.1", settings.port, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(settings.base_url).netloc})
        return connection.getresponse().status == 200  # noqa: PLR2004 - HTTP's own number
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if alive(Settings.from_environment()) else 1)
