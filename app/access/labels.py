"""Labels: the words by which visibility is decided, once, when a thing is written.

``public`` · ``network`` · ``group:<code>`` · ``org:<code>`` · ``member:<code>`` ·
``office:<id>`` · ``secretariat`` · ``person:<id>``.
"""

from collections.abc import Iterable, Sequence

PUBLIC = "public"
NETWORK = "network"
SECRETARIAT = "secretariat"
GROUP, MEMBER, OFFICE, ORGANISATION = "group:", "member:", "office:", "org:"
SECRETARIAT_CODE = "SEC"
"""The code under which the offices of the Secretariat stand, which is no member."""


ENTITY = "UN-"
"""How the code of a UN entity begins: it offers, and is no member of the network."""


def is_entity(code: str) -> bool:
    """Whether a code is that of a UN entity."""
    return code.startswith(ENTITY)


def group_label(code: str) -> str:
    """Return the label that the offices of a regional group see by."""
    return f"{GROUP}{code}"


def organisation_label(code: str) -> str:
    """Return the label that the offices of an organisation's members see by, while they are."""
    return f"{ORGANISATION}{code}"


def member_label(code: str) -> str:
    """Return the label that the Focal Point and alternate of a member see by."""
    return f"{MEMBER}{code}"


def labels_of_members(codes: Iterable[str]) -> frozenset[str]:
    """Return the labels by which the offices of members, or of the Secretariat, are addressed."""
    return frozenset(
        SECRETARIAT if code == SECRETARIAT_CODE else member_label(code) for code in codes
    )


def codes_in(labels: Iterable[str], kind: str) -> Sequence[str]:
    """Return the codes that labels of a ``kind`` such as ``GROUP`` name, in order."""
    return sorted(one.removeprefix(kind) for one in labels if one.startswith(kind))


def person_label(person_id: str) -> str:
    """Return the label that one person sees by, whatever the office."""
    return f"person:{person_id}"


def office_label(office_id: str) -> str:
    """Return the label that whoever acts for one office sees by, and is addressed by."""
    return f"{OFFICE}{office_id}"
