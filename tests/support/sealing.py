"""Texts as they were sealed before records had keys: by the installation's key itself."""

from app.core.seal import OLD, Master, Place, SealedText


def sealed_as_before(key: str, plain: str, place: Place) -> SealedText:
    """Return ``plain`` as the portal sealed it until its schema was 0024."""
    old = Master.of(key).old
    return SealedText(OLD + old.seal(plain.encode(), OLD + place.binding))
