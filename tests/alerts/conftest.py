"""What these tests share with those of what is followed."""

from tests.following.conftest import sent, world

__all__ = ["sent", "world"]
