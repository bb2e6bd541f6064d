"""Who asks in the matrix of routes: the ten of security.md, and the further kinds there are."""

from collections.abc import Mapping, Sequence

from app.access.policy import P
from tests.access.table import Thing, expectations

READER = "reading only, of A"
ROLES: Mapping[str, tuple[str, str]] = {
    "anonymous": ("nobody", "public"),
    "invited, not active": ("stranger", "stranger"),
    "Focal Point of A": ("ghana", "owner"),
    "Focal Point of B": ("denmark", "other"),
    "alternate of A": ("ghana_alternate", "owner's alternate"),
    "moderator": ("editor", "editor"),
    "administrator": ("administrator", "administrator"),
    "director": ("director", "director"),
    "auditor": ("auditor", "stranger"),
    "suspended": ("suspended", "stranger"),
    "expired session": ("expired", "public"),
    "alternate of B": ("denmark_alternate", "other's alternate"),
    "Focal Point of C": ("timor", "other"),
    "organisation": ("eu", "organisation"),
    "UN entity": ("entity", "UN entity"),
    "adviser of A": ("ghana_adviser", "owner's adviser"),
    "mission of A": ("ghana_mission", "owner's mission"),
    "mission that reads": ("norway_mission", "reading mission"),
    "guest": ("guest", "stranger"),
    READER: ("ghana_reading", "owner"),
}
"""Role → who plays it, and what the table of the policy calls somebody like that.

A is Ghana, whose things are asked for; B is Denmark, which offered; C has nothing to do with it.
The portal has no office for an auditor: whoever audits reads an export, and is here an adviser of
the Secretariat. To the rules a guest is somebody who has signed in; one draft of Ghana is lent to
the guest, on a page of its own, and the route of the practice itself stays shut. The reader is
A's Focal Point in a second browser, come in by a way that is worth reading only.
"""

TO_READERS = {P.ANYONE, P.DIRECTORY_HOLDERS, P.DISCUSSION_READ}
"""The permissions whose pages are open to whoever came in to read only."""
STILL = {
    ("GET", "/account/confirm"): "to prove more",
    ("POST", "/account/confirm"): "the same",
    ("POST", "/account/session"): "reading goes on",
    ("POST", "/sign-in"): "to prove more, or as somebody else",
    ("POST", "/sign-out"): "takes access away",
}
"""What is open to them although it acts, or belongs to an account, each with the reason."""

A = ("Focal Point of A", "alternate of A")
B = ("Focal Point of B", "alternate of B")
NETWORK = (*A, *B, "Focal Point of C", "organisation")
STAFF = ("moderator", "administrator")
READING = "mission that reads"
"""It reads practices, comments and standing offers that are for the network, and holders."""

SEES: Mapping[str, Sequence[str]] = {
    "practice draft": A,
    "practice submitted": (*A, *STAFF),
    "practice returned": (*A, *STAFF),
    "practice on_behalf": (*A, *STAFF),
    "practice published": (*NETWORK, READER, READING, *STAFF),
    "practice withdrawn": (*A, *STAFF),
    "practice taken": (*A, *STAFF),
    "practice approved": (*A, *STAFF),
    "practice retired": (*NETWORK, READER, READING, *STAFF),
    "practice hidden": (*A, *STAFF),
    "practice entered": (*NETWORK, READER, READING, *STAFF),
    "practice group": (*A, *B, *STAFF),
    "practice unnamed": (*NETWORK, READER, READING, *STAFF),
    "practice office": (*B, "adviser of A", *STAFF),
    "standing standing": (*NETWORK, *STAFF, READING),
    "standing withdrawn": (*A, *STAFF),
    "seat draft": A,
    "seat published": (*NETWORK, *STAFF, READING),
    "seat withdrawn": (*A, *STAFF),
    "application": (*A, *B),
    "adaptation recorded": (*NETWORK, READER, READING, *STAFF),
    "adaptation hidden": (*A, *STAFF),
    "adaptation withdrawn": (*A, *STAFF),
    "suggestion": (*NETWORK, *STAFF, READING),
    "comment on practice": (*NETWORK, READER, READING, *STAFF),
    "comment on manual": (*NETWORK, READER, READING, *STAFF),
    "consultation": (*NETWORK, *STAFF),
    "contribution": (*A, *STAFF),
    "clearance": A,
    "round": A,
    "request round": A,
    "question": B,
    "record of offices": (*A, *STAFF),
    "sealed card": (*NETWORK, *STAFF),
    "request draft": A,
    "request on_behalf": (*A, *STAFF),
    "request entered": (*A, *STAFF),
    "request submitted": (*A, *STAFF),
    "request authenticated": (*A, *STAFF),
    "request returned": (*A, *STAFF),
    **{
        f"request {stage}": (*NETWORK, *STAFF)
        for stage in ("open", "in_talks", "agreed", "under_way", "closed", "offered")
    },
    "request withdrawn": (*A, *B, *STAFF),
    "request lapsed": (*A, *B, *STAFF),
    **{
        f"offer {stage}": (*A, *B, *STAFF)
        for stage in ("in_talks", "agreed", "under_way", "closed", "withdrawn", "offered")
    },
}
"""Thing → who sees it: all are for the network once they are out, but Denmark's practices for the
African group, of which only Ghana has offices here, and for the office of Ghana's adviser.

What is being written is its own member's; what was handed in, the Secretariat's as well; what was
taken back goes to those who had it to work on; an offer is between both sides and the Secretariat.
"""

HIDES = {P.HISTORY_READ, P.SECOND_DECIDE}
"""Permissions whose refusal says that there is nothing: that there is any is no news."""

GHANAS = Thing("draft").owners
MAY = {
    (permission, name, subject.stage if subject else None, bool(subject and subject.office_id)): may
    for permission, name, subject, may in expectations()
    if subject is None or subject.owners == GHANAS
}
"""Permission, name, stage of a thing of Ghana's, whether an office made it → whether the table
allows it."""

SWAPPED = {
    "owner": "other",
    "owner's alternate": "other's alternate",
    "other": "owner",
    "other's alternate": "owner's alternate",
}
"""What the table calls somebody where the thing is not Ghana's but Denmark's."""
