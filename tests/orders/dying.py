"""A process of the portal that takes an order up and stops in the middle of it, until it is killed.

``python -m tests.orders.dying PART DATABASE FOLDER`` with the sealing key on standard input.
"""

import sys
import time
from pathlib import Path

from pydantic import SecretStr

from app.duties import MAKERS
from app.main import make_portal
from app.orders import making
from tests.support.given import settings_for


class Stopping(making.Making):
    """Stops as soon as a part has begun."""

    def begin(self, part: str, number: int) -> None:
        """Begin a part, and stop in it if it is the one."""
        super().begin(part, number)
        if part == sys.argv[1]:
            sys.stdout.write("stopped\n")
            sys.stdout.flush()
            time.sleep(600)


if __name__ == "__main__":
    making.Making = Stopping
    given = settings_for(sys.argv[2], Path(sys.argv[3]))
    sealed = {"seal_key": SecretStr(sys.stdin.readline().strip())}
    making.do_due(make_portal(given.model_copy(update=sealed)), MAKERS)
