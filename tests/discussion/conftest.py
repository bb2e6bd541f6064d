"""Comments are tested under practices: the same writer."""

from tests.practices.conftest import written

__all__ = ["written"]
