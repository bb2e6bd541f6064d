"""What the tests of attachments take from those of practices: a writer of practices."""

from tests.practices.conftest import written  # noqa: F401 - a fixture
