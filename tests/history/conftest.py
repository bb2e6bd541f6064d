"""Histories look at practices and requests alike."""

from tests.assistance.conftest import asked, making
from tests.practices.conftest import written

__all__ = ["asked", "making", "written"]
