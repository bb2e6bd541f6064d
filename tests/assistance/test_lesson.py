"""A practice from help that has ended: without what is confidential, and by both sides."""

import pytest
from sqlalchemy import text

from app.assistance.rules import Stage
from tests.assistance.sample import CANARY, NOTE, TERMS
from tests.assistance.test_after import BACK, GIVEN, ended, say
from tests.practices.conftest import SOURCED, version

__all__ = ["ended"]
