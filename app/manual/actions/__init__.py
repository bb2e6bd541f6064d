"""What changes the manual: writing the draft, publishing an edition."""

from app.manual.actions.drafting import save_chapter
from app.manual.actions.publishing import publish

__all__ = ["publish", "save_chapter"]
