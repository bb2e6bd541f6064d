"""A process of our own that does one thing for the portal: it holds no secret and no connection.

Whatever happens there ends that process and nothing else.
"""

import logging
import subprocess
from collections.abc import Sequence

from app.core.config import ROOT

BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
"""All that the process knows of its surroundings: no setting and no secret."""
_log = logging.getLogger(__name__)


class ChildFailed(Exception):
    """The process crashed, took too long, or could not begin."""


def asked(command: Sequence[str], content: bytes, *, wait: float, what: str) -> bytes:
    """Return what ``command`` answers to ``content`` within ``wait`` seconds.

    Raises:
        ChildFailed: when it does not; the log says that ``what`` failed, and how.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command, input=content, capture_output=True, timeout=wait, check=True, env=BARE,
            cwd=ROOT, start_new_session=True,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as failed:
        # What is hostile ends here as well as a broken installation: the log tells them apart.
        _log.warning("%s: %s", what, type(failed).__name__)
        raise ChildFailed from failed
    return done.stdout
