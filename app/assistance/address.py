"""Addresses of this room."""


def address(item_id: str, part: str = "") -> str:
    """Return the address of a request, or of one of its pages."""
    return f"/assistance/{item_id}" + (f"/{part}" if part else "")
