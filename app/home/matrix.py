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
from app.home.acts import ACTS

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
    "asked": N_("asked of a member"),
    "submitted": N_("submitted"),
    "authenticated": N_("authenticated"),
    "returned": N_("returned"),
    "published": N_("published"),
    "open": N_("open"),
    "in_talks": N_("in talks"),
    "agreed": N_("agreed"),
    "under_way": N_("under way"),
    "closed": N_("closed"),
    "lapsed": N_("lapsed"),
    "withdrawn": N_("withdrawn"),
    "standing": N_("standing"),
    "on_behalf": N_("being entered by the Secretariat"),
    "entered": N_("entered, and waiting for its office"),
    "approved": N_("agreed to for a day"),
    "taken": N_("taken into the published one"),
    "retired": N_("no longer used"),
    "hidden": N_("hidden"),
}
"""Every state of a practice or request, as it stands in the middle of a sentence."""

OF_SOME: Mapping[str, tuple[P, str | None, Sequence[str]]] = {
    N_("Withdraw a practice that was entered from public sources"): (
        P.PRACTICE_WITHDRAW,
        None,
        tuple(STAGES),
    ),
    N_("Decide about a translation of what was entered from public sources"): (
        P.TRANSLATION_DECIDE,
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
