"""Inside a process that does one thing for the portal: its limits, set before it reads a byte."""

import resource
from collections.abc import Mapping

FILES = 64
"""So many may be open at once."""


def limits(memory: int, seconds: int) -> Mapping[int, int]:
    """Return the limits of a process that has so much memory, in bytes, and computes so long.

    It leaves no core behind and writes no file; an answer through a pipe is none.
    """
    return {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: FILES,
    }


def confine(most: Mapping[int, int]) -> None:
    """Let this process have no more than ``most``, by the numbers of ``resource``."""
    for limit, value in most.items():
        resource.setrlimit(limit, (value, value))
