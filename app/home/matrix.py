"""Who can see and do what, worked out from the labels and from the policy: nothing is retold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from babel.lists import format_list

from app.access.audience import Audience, labels_of_draft, labels_of_open, labels_of_submitted
from app.access.policy import POLICY, P
from app.access.proof import Proof
from app.access.proving import TO_READERS
from app.access.viewer import ANYONE, Office, OfficeKind, Viewer
from app.core import i18n
from app.core.i18n import N_, gettext

OWNER, CHOSEN, OTHER = "AAA", "BBB", "CCC"
"""Three members that do not exist: the owner, one that was chosen, and one that was not."""
CHOSEN_OFFICE, ORGANISATION = "chosen", "ORG"
OFFICE = "office"
GROUPS = {OWNER: "group-a", CHOSEN: "group-b", OTHER: "group-c"}


def _holder(
    kind: OfficeKind, member: str, office_id: str = OFFICE, reads_until: date | None = None
) -> Viewer:
    belongs = (ORGANISATION,) if member == CHOSEN else ()
    held = Office(office_id, kind, member, member, GROUPS.get(member), organisations=belongs)
    office = replace(held, reads_until=reads_until)
    return Viewer("person", "", office, (office,), proof=Proof.TWO)


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of viewer, and a viewer of that kind for the rules to judge."""

    label: str
    viewer: Viewer


PUBLIC = Role(N_("The public"), ANYONE)
STRANGER = Role(N_("Signed in, without an office"), Viewer("person"))
OWN = Role(N_("Office it belongs to"), _holder(OfficeKind.FOCAL_POINT, OWNER))
ADDRESSED = Role(
    N_("Chosen group, member or office"), _holder(OfficeKind.FOCAL_POINT, CHOSEN, CHOSEN_OFFICE)
)
FOREIGN = Role(N_("Other members"), _holder(OfficeKind.FOCAL_POINT, OTHER))
EDITOR = Role(N_("Secretariat editor"), _holder(OfficeKind.EDITOR, "SEC"))
ADMINISTRATOR = Role(N_("Secretariat administrator"), _holder(OfficeKind.ADMINISTRATOR, "SEC"))
DIRECTOR = Role(N_("Director of the Secretariat"), _holder(OfficeKind.DIRECTOR, "SEC"))
STAFF = Role(N_("Secretariat"), EDITOR.viewer)
MISSION = Role(
    N_("Mission that reads for a time"),
    _holder(OfficeKind.MISSION_CONTACT, OTHER, reads_until=date.max),
)
WEAK = Role(N_("Any office, signed in to read only"), replace(OWN.viewer, reads_only=True))

READERS = (PUBLIC, STRANGER, WEAK, MISSION, OWN, ADDRESSED, FOREIGN, STAFF, DIRECTOR)
ACTORS = (PUBLIC, STRANGER, WEAK, MISSION, OWN, FOREIGN, EDITOR, ADMINISTRATOR, DIRECTOR)

CASES: Sequence[tuple[str, frozenset[str]]] = (
    (N_("A draft"), labels_of_draft([OWNER])),
    (N_("Submitted to the Secretariat, or returned by it"), labels_of_submitted([OWNER])),
    (N_("Open to the public"), labels_of_open([OWNER], Audience.of("public"))),
    (N_("Open to the network"), labels_of_open([OWNER], Audience.of("network"))),
    (N_("Open to a regional group"), labels_of_open([OWNER], Audience.of("group", ["group-b"]))),
    (
        N_("Open to the members of an organisation"),
        labels_of_open([OWNER], Audience.of("organisation", [ORGANISATION])),
    ),
    (N_("Open to chosen members"), labels_of_open([OWNER], Audience.of("members", [CHOSEN]))),
    (
        N_("Open to chosen offices"),
        labels_of_open([OWNER], Audience.of("offices", [CHOSEN_OFFICE])),
    ),
    (N_("Open to the Secretariat only"), labels_of_open([OWNER], Audience.of("secretariat"))),
)

STAGES: Mapping[str, str] = {
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "returned": N_("returned"),
    "published": N_("published"),
    "open": N_("open"),
    "in_talks": N_("in talks"),
    "agreed": N_("agreed"),
    "under_way": N_("under way"),
    "closed": N_("closed"),
    "withdrawn": N_("withdrawn"),
    "standing": N_("standing"),
    "on_behalf": N_("being entered by the Secretariat"),
    "approved": N_("agreed to for a day"),
    "taken": N_("taken into the published one"),
    "retired": N_("no longer used"),
    "hidden": N_("hidden"),
}
"""Every state of a practice or request, as it stands in the middle of a sentence."""

ACTS: Mapping[P, str] = {
    P.ANYONE: N_("Read public pages"),
    P.ACCOUNT: N_("Use one's own account"),
    P.HOME_READ: N_("Open one's own first page"),
    P.DIRECTORY_HOLDERS: N_("See who holds an office"),
    P.OFFICES_READ: N_("Read the record of a member's offices"),
    P.OFFICES_KEEP: N_("Record offices, see what is proposed and nominated"),
    P.OFFICES_GRANT: N_("Verify and end appointments, accept nominations"),
    P.EVIDENCE_ATTACH: N_("Attach the note verbale of any appointment"),
    P.OFFICES_EXPORT: N_("Take all offices and their holders out as a table"),
    P.ORGANISATIONS_KEEP: N_("Keep the lists of members of organisations"),
    P.OFFICE_HAND_OVER: N_("Hand an office over"),
    P.OFFICE_AWAY: N_("Say that a holder is away, and who stands in"),
    P.OFFICE_REVIEW: N_("Put a contested office under review, as one of two"),
    P.OFFICE_INHERIT: N_("Read what was left for the next holder of one's own office"),
    P.OFFICE_ARCHIVE: N_("Take the file of the office out as one document"),
    P.ENTRY_KEEP: N_("Say what members see of the holder of one's own office"),
    P.PROGRAMME_ADMIT: N_("Let a programme read for one's own office"),
    P.COLLEAGUE_WRITE: N_("Write to the holders of an office"),
    P.PEOPLE_INVITE: N_("Invite people to any office"),
    P.PERSON_RECOVER: N_("Help a person in again who lost the sign-in, as one of two"),
    P.SECOND_DECIDE: N_("Agree as the second person to what the Secretariat proposes, where asked"),
    P.DESK_READ: N_("Open the desk of the Secretariat"),
    P.HISTORY_READ: N_("Read the history of a thing that one sees"),
    P.PEOPLE_HISTORY: N_("Read the history of other people"),
    P.INCIDENT_STATE: N_("Say on every page what happens in an emergency"),
    P.MANUAL_EDIT: N_("Change the draft of the manual"),
    P.MANUAL_PUBLISH: N_("Submit an edition of the manual, and add an erratum to one"),
    P.MANUAL_AGREE: N_("Agree to an edition of the manual or its withdrawal, as one of two"),
    P.MANUAL_RECEIVE: N_("Say that the own member received an edition of the manual"),
    P.SUGGESTION_READ: N_("Open the list of suggestions on the manual"),
    P.SUGGESTION_WRITE: N_("Suggest other words for the manual"),
    P.SUGGESTION_STEER: N_("Take back a suggestion on the manual"),
    P.DISCUSSION_READ: N_("Read the comments on the manual"),
    P.DISCUSSION_WRITE: N_("Comment on a paragraph of the manual"),
    P.DISCUSSION_STEER: N_("Change or take back a comment on the manual"),
    P.DISCUSSION_CLOSE: N_("Close a discussion of the manual, and open it again"),
    P.CONSULTATION_READ: N_("Read consultations on the manual"),
    P.CONSULTATION_LEAD: N_("Open, prolong, end and withdraw a consultation on the manual"),
    P.CONTRIBUTION_WRITE: N_("Send a submission to a consultation"),
    P.CONTRIBUTION_STEER: N_("Withdraw a submission to a consultation"),
    P.PRACTICE_WRITE: N_("Begin a practice"),
    P.PRACTICE_EDIT: N_("Change a practice and submit it"),
    P.PRACTICE_REVISE: N_("Begin a change of a published practice"),
    P.PRACTICE_WITHDRAW: N_("Withdraw a practice"),
    P.PRACTICE_CONFIRM: N_("Confirm that a practice is still true"),
    P.PRACTICE_READERS: N_("Choose anew who reads a published practice"),
    P.PRACTICE_RELEASE: N_("Publish before its day a practice that was agreed to"),
    P.PRACTICE_RETIRE: N_("Say that a practice is no longer used, or is used again"),
    P.PRACTICE_HIDE: N_("Hide a practice with a reason, and show it again"),
    P.PRACTICE_ENTER: N_("Enter a practice for an office that asked for it by letter"),
    P.PRACTICE_LETTER: N_("Read the letter by which an office asked for an entry"),
    P.PRACTICE_REFUSE: N_("Refuse what was entered for the own office"),
    P.PRACTICE_NAME: N_("Put the own name on what was published without it"),
    P.PRACTICE_OPEN: N_("Open whose practice without a name it is"),
    P.PRACTICE_REVIEW: N_("Publish a practice or return it, open it to more readers"),
    P.TRANSLATION_WRITE: N_("Translate a published practice"),
    P.TRANSLATION_SHOW: N_("Show a translation to readers, and take it away"),
    P.TRANSLATION_DECIDE: N_("Take up a translation that another member offers, or decline it"),
    P.ADAPTATION_WRITE: N_("Record what the own member made of a practice of another"),
    P.ADAPTATION_STEER: N_("Change or withdraw such a record, and say what came of it"),
    P.ADAPTATION_HIDE: N_("Hide such a record with a reason, and show it again"),
    P.GUESTS_READ: N_("See who reads a practice or a request as a guest"),
    P.GUEST_INVITE: N_("Invite a guest to a practice or a request"),
    P.GUEST_WITHDRAW: N_("Withdraw a guest"),
    P.COMMENT_WRITE: N_("Comment on a practice that one sees"),
    P.COMMENT_STEER: N_("Change or take back a comment on a practice"),
    P.COMMENT_SETTLE: N_("Say which comment answers a question, as who asked or is asked"),
    P.COMMENT_REPORT: N_("Report a comment to the Secretariat"),
    P.COMMENT_MARK: N_("Mark comments as read"),
    P.COMMENT_MODERATE: N_("Hide, show and move comments, close them and open them again"),
    P.FOLLOW: N_("Follow a practice of another member, or a search"),
    P.ASSISTANCE_READ: N_("Open the pages on assistance"),
    P.REQUEST_WRITE: N_("Begin a request for assistance"),
    P.REQUEST_EDIT: N_("Change a request and submit it"),
    P.REQUEST_REVIEW: N_("Open a request or return it"),
    P.REQUEST_STEER: N_("Start or close a request"),
    P.REQUEST_WITHDRAW: N_("Withdraw a request"),
    P.STANDING_READ: N_("Open the list of standing offers"),
    P.STANDING_WRITE: N_("Declare what the own member could give"),
    P.STANDING_STEER: N_("Change or withdraw a standing offer"),
    P.STANDING_CONFIRM: N_("Confirm a standing offer"),
    P.TALK_ATTACH: N_("Attach files to an offer, as one of its two sides"),
    P.OFFER_MAKE: N_("Offer help for a request that one sees"),
    P.OFFER_STEER: N_("Take back an offer"),
    P.OFFER_ANSWER: N_("Take up or decline an offer"),
    P.OFFER_ACCEPT: N_("Accept an offer"),
}
"""Every permission of the policy in words."""

OF_SOME: Mapping[str, tuple[P, str | None, Sequence[str]]] = {
    N_("Withdraw a practice that was entered from public sources"): (
        P.PRACTICE_WITHDRAW,
        None,
        tuple(STAGES),
    ),
    N_("Invite the own alternate"): (P.PEOPLE_INVITE, OFFICE, (OfficeKind.ALTERNATE,)),
    N_("Attach the note verbale of the own alternate, until it is verified"): (
        P.EVIDENCE_ATTACH,
        OFFICE,
        (OfficeKind.ALTERNATE,),
    ),
}
"""What some may do to some things only: the permission, the office they have, and their stages."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of the owner's in a state, for the rules to judge."""

    stage: str
    owners: frozenset[str] = frozenset({OWNER})
    office_id: str | None = OFFICE


Row = tuple[str, ...]


def who_sees() -> Sequence[Row]:
    """Return a row for each case: may each kind of reader see it?"""
    return [
        (gettext(case), *(_yes(not labels.isdisjoint(r.viewer.reads_by)) for r in READERS))
        for case, labels in CASES
    ]


def who_acts() -> Sequence[Row]:
    """Return a row for each permission: may each kind of viewer use it, and in which states?"""
    rows = [_row(words, permission) for permission, words in ACTS.items()]
    return [*rows, *(_row(words, *about) for words, about in OF_SOME.items())]


def _row(
    words: str,
    permission: P,
    office_id: str | None = OFFICE,
    stages: Sequence[str] = tuple(STAGES),
) -> Row:
    return (
        gettext(words),
        *(_allowed(permission, role.viewer, office_id, stages) for role in ACTORS),
    )


def _allowed(permission: P, viewer: Viewer, office_id: str | None, stages: Sequence[str]) -> str:
    if viewer.reads_only and permission not in TO_READERS:
        return gettext("No")
    rule = POLICY[permission]
    held = [stage for stage in stages if rule.holds(viewer, Thing(stage, office_id=office_id))]
    if not held or len(held) == len(stages):
        return _yes(bool(held))
    return gettext("While it is %(states)s", states=_or([gettext(STAGES[s]) for s in held]))


def _yes(holds: bool) -> str:  # noqa: FBT001 - the answer itself
    return gettext("Yes") if holds else gettext("No")


def _or(words: Sequence[str]) -> str:
    return format_list(words, style="or", locale=i18n.locale_of(i18n.language()))
