"""An adaptation named in one line, in the reader's language."""

from app.core.i18n import gettext


def named(verdict: str, practice: str | None, member: str) -> str:
    """Return how lists call an adaptation; ``verdict`` and ``member`` are msgids.

    Whoever no longer reads the practice is not told what it is called.
    """
    if practice is None:
        return gettext(
            "%(verdict)s by %(member)s: a practice that is not open to you",
            verdict=gettext(verdict),
            member=gettext(member),
        )
    return gettext(
        "%(verdict)s by %(member)s: %(practice)s",
        verdict=gettext(verdict),
        member=gettext(member),
        practice=practice,
    )
