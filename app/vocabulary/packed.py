"""Several codes in one column: each stands between spaces, to be found by LIKE."""


def packed(codes: tuple[str, ...]) -> str:
    """Return codes as one plain text in which each stands between spaces, to be found by LIKE."""
    return f" {' '.join(codes)} " if codes else ""


def unpacked(text: str) -> tuple[str, ...]:
    """Return the codes that ``packed`` wrote."""
    return tuple(text.split())
