"""What the tests of backups share."""

import pytest

from app.audit.checkpoints import Signer
from app.audit.commands import signer_of


@pytest.fixture
def signer(settings) -> Signer:
    return signer_of(settings)
