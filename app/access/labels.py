"""Labels: the words by which visibility is decided, once, when a thing is written.

``public`` · ``network`` · ``group:<code>`` · ``member:<code>`` · ``secretariat`` · ``person:<id>``.
"""

PUBLIC = "public"
NETWORK = "network"
SECRETARIAT = "secretariat"


def group_label(code: str) -> str:
    """Return the label that the offices of a regional group see by."""
    return f"group:{code}"


def member_label(code: str) -> str:
    """Return the label that the Focal Point and alternate of a member see by."""
    return f"member:{code}"


def person_label(person_id: str) -> str:
    """Return the label that one person sees by, whatever the office."""
    return f"person:{person_id}"


def office_label(office_id: str) -> str:
    """Return the label by which the holder of one office is addressed; no item carries it."""
    return f"office:{office_id}"
