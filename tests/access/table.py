"""What the policy promises, in prose first and then as a table written from the prose alone.

The public reads what is public and does nothing else. A person who signed in has an account and a
home page. Focal Points and alternates of members share practices, ask for assistance, see who holds
an office and read requests; advisers and mission contacts do none of that. A mission that reads for
a time sees who holds an office and opens the lists of standing offers and open seats. A UN entity
opens these two lists, declares, offers, and writes to offices. The Secretariat has its desk,
puts contested offices under review, helps people in again, reviews practices and requests, hides
practices, sees holders and reads requests, but shares and asks nothing itself; its editors change
and publish the manual, its administrator says what is announced in an emergency, records offices
and who belongs to which organisation, and invites people to any office. A member's record of
offices is read by its own offices and the Secretariat; a Focal Point, and nobody else of the
member, invites the own alternate, and likewise attaches the note verbale of an appointment. A
member hands its own offices over, or the administrator does it; what was left for the next holder
is read by whoever acts for that very office. The whole file of an office is taken out by whoever
holds that very office and by the Secretariat as far as it reads. What the directory shows about a
holder is said by the holder alone, whichever office is acted for. Members and the Secretariat write
letters to each other's offices. Work belongs to its member: its own offices and the Secretariat
read its history, and the administrator reads that of people. While it is a draft or was returned,
only its own offices change it; they may withdraw a practice at any time before it is withdrawn, and
confirm one that is published or begin a change of it, of a hidden one as well. In charge, they
publish before its day what was agreed to, and say that a published one is no longer used, or is
used again. A practice that no office made came from public sources: the Secretariat, which entered
it, may withdraw it as well once it is published, retired or hidden, and decides as its own offices
do about a translation that is offered. Members and the Secretariat translate what is published; its
own offices and the Secretariat show a translation or take it away, and its own offices decide about
one that another member offers. Its own offices and the
Secretariat see who reads it as a guest; its own offices invite guests until it has ended, nobody in
the interim, and withdraw them. Members and the Secretariat comment on what is published, report
a comment and mark comments as read; who wrote a comment changes it and takes it back, and who asked
a question, like the office that is asked, says what answers it; the Secretariat hides, moves and
closes comments. What somebody of the Secretariat said, its staff changes and takes back. Another
member, never the one that asked, offers help; `app/assistance/rules.py` says in which states. Who
asked decides about the request and answers its offers; who offered steers the offer. Both of them,
and nobody else, keep the plan of their help and say what came of it. While a member
has no Focal Point, its alternate does all that but accept an offer, take one back or withdraw. What
a member could give is declared, changed and withdrawn by its own offices alone, not in the interim
and by nobody who stands in, and confirmed by whoever acts for them. Whoever stands in for a holder
who is away does for that office as much as such an alternate, and makes no tokens, hands no office
over and says of nobody that he is away; the member's own holders and the administrator say that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.access.policy import P
from app.access.proof import Proof
from app.access.viewer import Office, OfficeKind, Viewer


@dataclass(frozen=True)
class Thing:
    """A subject: Ghana's, in a stage."""

    stage: str
    owners: frozenset[str] = frozenset({"GHA"})
    office_id: str | None = "GHA-focal_point"


def _acting(kind: OfficeKind, member: str, group: str | None = None, *, led: bool = True) -> Viewer:
    return _for(kind, Office(f"{member}-{kind}", kind, member, member, group, led))


def _standing_in(kind: OfficeKind, member: str, group: str) -> Viewer:
    own = Office(f"{member}-{kind}", kind, member, member, group)
    return _for(kind, own.stood_in_for(f"{member}-focal_point", OfficeKind.FOCAL_POINT))


def _reading(member: str, group: str) -> Viewer:
    kind = OfficeKind.MISSION_CONTACT
    office = Office(f"{member}-{kind}", kind, member, member, group, reads_until=date.max)
    return _for(kind, office)


def _for(kind: OfficeKind, office: Office) -> Viewer:
    member = office.member
    return Viewer(f"{kind}-{member}", "Somebody", office, (office,), proof=Proof.TWO)


VIEWERS = {
    "public": Viewer(),
    "stranger": Viewer("stranger", "No office"),
    "owner": _acting(OfficeKind.FOCAL_POINT, "GHA", "AFRICAN"),
    "owner's alternate": _acting(OfficeKind.ALTERNATE, "GHA", "AFRICAN"),
    "owner's alternate alone": _acting(OfficeKind.ALTERNATE, "GHA", "AFRICAN", led=False),
    "owner's stand-in": _standing_in(OfficeKind.MISSION_CONTACT, "GHA", "AFRICAN"),
    "owner's adviser": _acting(OfficeKind.ADVISER, "GHA", "AFRICAN"),
    "owner's mission": _acting(OfficeKind.MISSION_CONTACT, "GHA", "AFRICAN"),
    "reading mission": _reading("DNK", "WEOG"),
    "other": _acting(OfficeKind.FOCAL_POINT, "DNK", "WEOG"),
    "other's alternate": _acting(OfficeKind.ALTERNATE, "DNK", "WEOG"),
    "other's alternate alone": _acting(OfficeKind.ALTERNATE, "DNK", "WEOG", led=False),
    "organisation": _acting(OfficeKind.FOCAL_POINT, "EU"),
    "UN entity": _acting(OfficeKind.ENTITY_CONTACT, "UN-DEMO"),
    "editor": _acting(OfficeKind.EDITOR, "SEC"),
    "administrator": _acting(OfficeKind.ADMINISTRATOR, "SEC"),
    "director": _acting(OfficeKind.DIRECTOR, "SEC"),
}
IN_CHARGE = ("owner", "owner's alternate")
IN_PERSON = (*IN_CHARGE, "owner's alternate alone")
OWN = (*IN_PERSON, "owner's stand-in")
OTHERS_IN_CHARGE = ("other", "other's alternate", "organisation")
OTHERS = (*OTHERS_IN_CHARGE, "other's alternate alone")
NETWORK = (*OWN, *OTHERS)
STAFF = ("editor", "administrator")
ENTITY = "UN entity"
SIGNED_IN = tuple(name for name in VIEWERS if name != "public")
EVERYBODY = tuple(VIEWERS)

STAGES = (
    "draft", "submitted", "authenticated", "returned", "published", "open", "in_talks", "agreed",
    "under_way", "lapsed", "entered",
    "closed", "withdrawn", "taken", "approved", "on_behalf", "retired", "standing", "recorded",
    "hidden", "asked",
    "focal_point", "alternate", "adviser", "mission_contact",
)  # fmt: skip
"""The states of work, and the kinds of office: for the rules both are the subject's stage."""

NOT_WITHDRAWN = (
    "draft", "submitted", "returned", "approved", "published", "retired", "hidden", "on_behalf",
)  # fmt: skip
WHATEVER_THE_SUBJECT = {
    P.ANYONE: EVERYBODY,
    P.ACCOUNT: SIGNED_IN,
    P.HOME_READ: SIGNED_IN,
    P.DIRECTORY_HOLDERS: (*NETWORK, *STAFF, "reading mission"),
    P.STANDING_READ: (*NETWORK, *STAFF, "reading mission", ENTITY),
    P.SEAT_READ: (*NETWORK, *STAFF, "reading mission", ENTITY),
    P.SEAT_WRITE: (*IN_CHARGE, *OTHERS_IN_CHARGE, *STAFF, ENTITY),
    P.PROGRAMME_ADMIT: (*IN_PERSON, *OTHERS),
    P.COLLEAGUE_WRITE: (*NETWORK, *STAFF, ENTITY),
    P.OFFICES_KEEP: ("administrator",),
    P.OFFICES_GRANT: ("administrator",),
    P.OFFICES_EXPORT: ("administrator",),
    P.INCIDENT_STATE: ("administrator",),
    P.ORGANISATIONS_KEEP: ("administrator",),
    P.DESK_READ: STAFF,
    P.OFFICE_REVIEW: STAFF,
    P.PERSON_RECOVER: STAFF,
    P.PEOPLE_HISTORY: ("administrator",),
    P.MANUAL_EDIT: ("editor",),
    P.MANUAL_PUBLISH: ("editor",),
    P.MANUAL_AGREE: STAFF,
    P.MANUAL_RECEIVE: NETWORK,
    P.SUGGESTION_READ: (*NETWORK, *STAFF, "reading mission"),
    P.SUGGESTION_WRITE: NETWORK,
    P.DISCUSSION_READ: (*NETWORK, *STAFF, "reading mission"),
    P.DISCUSSION_WRITE: (*NETWORK, *STAFF),
    P.DISCUSSION_CLOSE: STAFF,
    P.CONSULTATION_READ: (*NETWORK, *STAFF),
    P.CONSULTATION_LEAD: ("editor",),
    P.CONTRIBUTION_WRITE: NETWORK,
    P.PRACTICE_WRITE: NETWORK,
    P.PRACTICE_REVIEW: STAFF,
    P.PRACTICE_HIDE: STAFF,
    P.PRACTICE_ENTER: STAFF,
    P.REQUEST_ENTER: STAFF,
    P.PRACTICE_NAME: (*IN_CHARGE, *OTHERS_IN_CHARGE),
    P.PRACTICE_OPEN: STAFF,
    P.ADAPTATION_HIDE: STAFF,
    P.ASSISTANCE_READ: (*NETWORK, *STAFF),
    P.FOLLOW: (*NETWORK, *STAFF),
    P.COMMENT_REPORT: (*NETWORK, *STAFF),
    P.COMMENT_MARK: (*NETWORK, *STAFF),
    P.COMMENT_MODERATE: STAFF,
    P.REQUEST_WRITE: NETWORK,
    P.REQUEST_REVIEW: STAFF,
    P.STANDING_WRITE: (*IN_CHARGE, *OTHERS_IN_CHARGE, ENTITY),
}
"""Permission → who may, by name."""

BY_SUBJECT = {
    P.HISTORY_READ: ((*OWN, *STAFF), STAGES),
    P.OFFICE_INHERIT: ((), ()),
    P.OFFICE_ARCHIVE: (STAFF, STAGES),
    P.ENTRY_KEEP: ((), ()),
    P.OFFICES_READ: ((*OWN, *STAFF), STAGES),
    P.PEOPLE_INVITE: (("administrator",), STAGES),
    P.EVIDENCE_ATTACH: (("administrator",), STAGES),
    P.OFFICE_HAND_OVER: ((*IN_PERSON, "administrator"), STAGES),
    P.OFFICE_AWAY: ((*IN_PERSON, "administrator"), STAGES),
    P.PRACTICE_EDIT: (OWN, ("draft", "returned", "on_behalf")),
    P.PRACTICE_LETTER: ((*OWN, *STAFF), STAGES),
    P.PRACTICE_REFUSE: (
        IN_CHARGE,
        ("on_behalf", "approved", "published", "retired", "hidden"),
    ),
    P.PRACTICE_REVISE: (OWN, ("published", "hidden")),
    P.PRACTICE_RELEASE: (IN_CHARGE, ("approved",)),
    P.PRACTICE_RETIRE: (IN_CHARGE, ("published", "retired")),
    P.PRACTICE_WITHDRAW: (
        IN_CHARGE,
        NOT_WITHDRAWN,
    ),
    P.PRACTICE_CONFIRM: (OWN, ("published",)),
    P.PRACTICE_READERS: (IN_CHARGE, ("published",)),
    P.PRACTICE_OWNERS: ((*OWN, *STAFF), STAGES),
    P.PRACTICE_INVITE: (IN_CHARGE, ("draft", "returned", "published")),
    P.PRACTICE_JOIN: (IN_CHARGE, ("asked",)),
    P.PRACTICE_AGREE: (OWN, ("draft", "returned", "approved", "published", "retired")),
    P.PRACTICE_LEAVE: (IN_CHARGE, NOT_WITHDRAWN),
    P.PRACTICE_PART: (STAFF, NOT_WITHDRAWN),
    P.TRANSLATION_WRITE: ((*NETWORK, *STAFF), ("published",)),
    P.TRANSLATION_SHOW: ((*OWN, *STAFF), ("published",)),
    P.TRANSLATION_DECIDE: (OWN, ("published",)),
    P.ADAPTATION_WRITE: (OTHERS_IN_CHARGE, ("published",)),
    P.ADAPTATION_STEER: (IN_CHARGE, STAGES),
    P.GUESTS_READ: ((*OWN, *STAFF), STAGES),
    P.GUEST_INVITE: (
        IN_CHARGE,
        (
            "draft",
            "on_behalf",
            "entered",
            "submitted",
            "authenticated",
            "returned",
            "published",
            "open",
            "in_talks",
            "agreed",
            "under_way",
        ),
    ),
    P.GUEST_WITHDRAW: (OWN, STAGES),
    P.COMMENT_WRITE: ((*NETWORK, *STAFF), ("published",)),
    P.COMMENT_STEER: (OWN, STAGES),
    P.COMMENT_SETTLE: (OWN, STAGES),
    P.REQUEST_EDIT: (OWN, ("draft", "returned", "entered")),
    P.REQUEST_LETTER: ((*OWN, *STAFF), STAGES),
    P.REQUEST_STEER: (OWN, STAGES),
    P.TALK_ATTACH: (OWN, ("standing",)),
    P.TALK_SHARE: (OWN, STAGES),
    P.WORK_SHARE: (OWN, STAGES),
    P.OFFER_MAKE: (OTHERS, STAGES),
    P.OFFER_ANSWER: (OWN, STAGES),
    P.STANDING_STEER: (IN_CHARGE, STAGES),
    P.SEAT_STEER: (IN_CHARGE, STAGES),
    P.SEAT_APPLY: (OTHERS, STAGES),
    P.SEAT_ANSWER: (OWN, STAGES),
    P.SEAT_TAKE_BACK: (OWN, STAGES),
    P.SUGGESTION_STEER: (OWN, STAGES),
    P.DISCUSSION_STEER: (OWN, STAGES),
    P.CONTRIBUTION_STEER: (OWN, STAGES),
    P.STANDING_CONFIRM: (OWN, STAGES),
    P.REQUEST_WITHDRAW: (IN_CHARGE, STAGES),
    P.OFFER_ACCEPT: (IN_CHARGE, STAGES),
    P.OFFER_STEER: (IN_CHARGE, STAGES),
    P.SECOND_DECIDE: (("director", "other", "organisation"), STAGES),
}
"""Permission → who may (Ghana's things), in which stages."""


ALSO = {
    P.PRACTICE_EDIT: (STAFF, ("on_behalf",)),
    P.REQUEST_EDIT: (STAFF, ("on_behalf",)),
    P.PRACTICE_WITHDRAW: (STAFF, ("on_behalf",)),
    P.PEOPLE_INVITE: (("owner",), ("alternate",)),
    P.EVIDENCE_ATTACH: (("owner",), ("alternate",)),
}
"""Who else may, in which stages."""

OF_ITS_OFFICE = {
    P.OFFICE_INHERIT: (("owner",), STAGES),
    P.OFFICE_ARCHIVE: (("owner",), STAGES),
    P.ENTRY_KEEP: (("owner",), STAGES),
}
"""Who may because the very office is theirs: Ghana's things are its Focal Point's."""

WITHOUT_A_SUBJECT = {
    P.OFFICES_READ: STAFF,
    P.OFFICE_ARCHIVE: STAFF,
    P.PEOPLE_INVITE: ("administrator",),
    P.EVIDENCE_ATTACH: ("administrator",),
    P.OFFICE_HAND_OVER: ("administrator",),
    P.OFFICE_AWAY: ("administrator",),
}
"""Who may whatever the subject, although the rule looks at it for others."""

OF_SECRETARIAT = (
    P.DISCUSSION_STEER, P.COMMENT_STEER, P.COMMENT_SETTLE, P.SEAT_STEER, P.SEAT_ANSWER,
)  # fmt: skip
"""What its staff may, and nobody else, where the Secretariat itself said something."""

OF_NO_OFFICE = {
    P.PRACTICE_WITHDRAW: (STAFF, ("published", "retired", "hidden")),
    P.TRANSLATION_DECIDE: (STAFF, ("published",)),
}
"""Who else may where no office made the thing, in which stages."""


@cache
def expectations() -> list[tuple[P, str, Thing | None, bool]]:
    """Return every (permission, viewer, subject, whether allowed) of the tables."""
    free = [
        (permission, name, None, name in who)
        for permission, who in WHATEVER_THE_SUBJECT.items()
        for name in VIEWERS
    ]
    bound = [
        (permission, name, Thing(stage), _wanted(permission, name, stage, ALSO, OF_ITS_OFFICE))
        for permission in BY_SUBJECT
        for name in VIEWERS
        for stage in STAGES
    ]
    entered = [
        (
            permission,
            name,
            Thing(stage, office_id=None),
            _wanted(permission, name, stage, ALSO, OF_NO_OFFICE),
        )
        for permission in BY_SUBJECT
        for name in VIEWERS
        for stage in STAGES
    ]
    spoken = [
        (permission, name, Thing(stage, frozenset({"SEC"})), name in STAFF)
        for permission in OF_SECRETARIAT
        for name in VIEWERS
        for stage in STAGES
    ]
    without = [
        (permission, name, None, name in WITHOUT_A_SUBJECT.get(permission, ()))
        for permission in BY_SUBJECT
        for name in VIEWERS
    ]
    return [*free, *bound, *entered, *spoken, *without]


Lines = Mapping[P, tuple[tuple[str, ...], tuple[str, ...]]]


def _wanted(permission: P, name: str, stage: str, *tables: Lines) -> bool:
    """Whether a viewer may do something with a thing in a stage, by the tables that count."""
    lines = (BY_SUBJECT[permission], *(t[permission] for t in tables if permission in t))
    return any(name in who and stage in stages for who, stages in lines)
