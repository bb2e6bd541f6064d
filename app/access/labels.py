"""Labels: the words by which visibility is decided, once, when a thing is written.

``public`` · ``network`` · ``group:<code>`` · ``member:<code>`` · ``secretariat`` · ``person:<id>``.
"""

from collections.abc import Iterable, Sequence

PUBLIC = "public"
NETWORK = "network"
SECRETARIAT = "secretariat"
GROUP, MEMBER = "group:", "member:"
SECRETARIAT_CODE = "SEC"
"""The code under which the offices of the Secretariat stand, which is no member."""


def group_label(code: str) -> str:
    """Return the label that the offices of a regional group see by."""
    return f"{GROUP}{code}"


def member_label(code: str) -> str:
    """Return the label that the Focal Point and alternate of a member see by."""
    return f"{MEMBER}{code}"


def labels_of_members(codes: Iterable[str]) -> frozenset[str]:
    """Return the labels by which the offices of members, or of the Secretariat, are addressed."""
    return frozenset(
        SECRETARIAT if code == SECRETARIAT_CODE else member_label(code) for code in codes
    )


def groups_in(labels: Iterable[str]) -> Sequence[str]:
    """Return the codes of the regional groups that ``labels`` name, in order."""
    return _named(labels, GROUP)


def members_in(labels: Iterable[str]) -> Sequence[str]:
    """Return the codes of the members that ``labels`` name, in order."""
    return _named(labels, MEMBER)


def _named(labels: Iterable[str], kind: str) -> Sequence[str]:
    return sorted(one.removeprefix(kind) for one in labels if one.startswith(kind))


def person_label(person_id: str) -> str:
    """Return the label that one person sees by, whatever the office."""
    return f"person:{person_id}"


def office_label(office_id: str) -> str:
    """Return the label by which the holder of one office is addressed; no item carries it."""
    return f"office:{office_id}"
