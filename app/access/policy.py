"""The policy: who may do what, on one screen. Every route names one of these permissions.

A rule is a list of alternatives; each alternative is a list of predicates that must all hold for
``(viewer, subject)``. Whether a thing may be *seen* is not decided here but by its labels.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.access.viewer import OfficeKind, Viewer
from app.core.errors import Forbidden, SignInNeeded
from app.core.i18n import N_


class P(StrEnum):
    """The permissions, as area:act."""

    ANYONE = "portal:read"
    ACCOUNT = "account:use"
    HOME_READ = "home:read"
    DIRECTORY_HOLDERS = "directory:read-holders"
    OFFICES_READ = "offices:read"
    OFFICES_KEEP = "offices:keep"
    OFFICE_HAND_OVER = "office:hand-over"
    OFFICE_INHERIT = "office:inherit"
    PEOPLE_INVITE = "people:invite"
    DESK_READ = "desk:read"
    HISTORY_READ = "history:read"
    PEOPLE_HISTORY = "history:read-people"
    MANUAL_EDIT = "manual:edit"
    MANUAL_PUBLISH = "manual:publish"
    PRACTICE_WRITE = "practice:write"
    PRACTICE_EDIT = "practice:edit"
    PRACTICE_WITHDRAW = "practice:withdraw"
    PRACTICE_CONFIRM = "practice:confirm"
    PRACTICE_REVIEW = "practice:review"
    COMMENT_WRITE = "comment:write"
    ASSISTANCE_READ = "assistance:read"
    REQUEST_WRITE = "request:write"
    REQUEST_EDIT = "request:edit"
    REQUEST_REVIEW = "request:review"
    REQUEST_STEER = "request:steer"
    OFFER_MAKE = "offer:make"
    OFFER_STEER = "offer:steer"
    OFFER_ANSWER = "offer:answer"


class Subject(Protocol):
    """What a rule may ask of the thing acted on."""

    @property
    def owners(self) -> frozenset[str]:
        """Codes of the members that own it."""

    @property
    def stage(self) -> str:
        """Its stored state."""

    @property
    def office_id(self) -> str | None:
        """The office that made it; None where it came from public sources."""


Predicate = Callable[[Viewer, Subject | None], bool]


NO_SUBJECT = "no_subject"


def without_subject(predicate: Predicate) -> Predicate:
    """Mark a predicate that looks at the viewer alone."""
    setattr(predicate, NO_SUBJECT, True)
    return predicate


def looks_at_subject(predicate: Predicate) -> bool:
    """Whether ``predicate`` needs to know the thing acted on."""
    return not getattr(predicate, NO_SUBJECT, False)


@without_subject
def anyone(_viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for everybody."""
    return True


@without_subject
def signed_in(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for every person who signed in."""
    return viewer.signed_in


@without_subject
def office_holder(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for Focal Points and alternates."""
    return viewer.in_network


@without_subject
def staff(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for the secretariat."""
    return viewer.in_secretariat


@without_subject
def editor(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for the secretariat's editors."""
    return viewer.office is not None and viewer.office.kind == OfficeKind.EDITOR


@without_subject
def administrator(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for the secretariat's administrators."""
    return viewer.office is not None and viewer.office.kind == OfficeKind.ADMINISTRATOR


@without_subject
def focal_point(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for Focal Points themselves, not for their alternates."""
    return viewer.office is not None and viewer.office.kind == OfficeKind.FOCAL_POINT


def owner(viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for the offices of the member that owns the subject."""
    return subject is not None and viewer.member in subject.owners


def holder(viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for whoever acts for the very office of the subject."""
    return (
        subject is not None and viewer.office is not None and viewer.office.id == subject.office_id
    )


def other_member(viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for the offices of every other member."""
    return subject is not None and viewer.in_network and viewer.member not in subject.owners


def something(_viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for whatever thing there is."""
    return subject is not None


def of_no_office(_viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for what the secretariat entered from public sources: no office made it."""
    return subject is not None and subject.office_id is None


def stage_in(*stages: str) -> Predicate:
    """Return a predicate that holds while the subject is in one of ``stages``."""

    def in_stage(_viewer: Viewer, subject: Subject | None) -> bool:
        return subject is not None and subject.stage in stages

    in_stage.__name__ = "stage_in_" + "_".join(stages)
    return in_stage


@dataclass(frozen=True, slots=True)
class Rule:
    """Alternatives of predicates, and the sentence for those whom none of them fits."""

    alternatives: tuple[tuple[Predicate, ...], ...]
    sentence: str = Forbidden.message

    @property
    def needs_subject(self) -> bool:
        """Whether the rule looks at the thing acted on."""
        return any(looks_at_subject(p) for line in self.alternatives for p in line)

    def holds(self, viewer: Viewer, subject: Subject | None) -> bool:
        """Whether one alternative fits."""
        return any(all(p(viewer, subject) for p in line) for line in self.alternatives)


def _rule(*alternatives: tuple[Predicate, ...], says: str = Forbidden.message) -> Rule:
    return Rule(alternatives, says)


BEING_WRITTEN = stage_in("draft", "returned")

POLICY: dict[P, Rule] = {
    P.ANYONE: _rule((anyone,)),
    P.ACCOUNT: _rule((signed_in,)),
    P.HOME_READ: _rule((signed_in,)),
    P.DIRECTORY_HOLDERS: _rule(
        (office_holder,), (staff,), says=N_("Only members of the network see who holds an office.")
    ),
    P.OFFICES_READ: _rule(
        (staff,),
        (owner,),
        says=N_("Only the member's own offices and the Secretariat see its record of offices."),
    ),
    P.OFFICES_KEEP: _rule(
        (administrator,), says=N_("Only the administrator of the Secretariat records offices.")
    ),
    P.OFFICE_HAND_OVER: _rule(
        (administrator,),
        (owner,),
        says=N_("An office is handed over by its own member or by the Secretariat."),
    ),
    P.OFFICE_INHERIT: _rule(
        (holder,), says=N_("Only who holds the office reads what was left for its next holder.")
    ),
    P.PEOPLE_INVITE: _rule(
        (administrator,),
        (focal_point, owner, stage_in("alternate")),
        says=N_(
            "The administrator of the Secretariat invites people, and a Focal Point the own"
            " alternate."
        ),
    ),
    P.DESK_READ: _rule((staff,), says=N_("The desk is for the Secretariat.")),
    P.HISTORY_READ: _rule((owner,), (staff, something)),
    P.PEOPLE_HISTORY: _rule((administrator,)),
    P.MANUAL_EDIT: _rule((editor,), says=N_("Only the Secretariat's editors change the manual.")),
    P.MANUAL_PUBLISH: _rule(
        (editor,), says=N_("Only the Secretariat's editors publish an edition.")
    ),
    P.PRACTICE_WRITE: _rule(
        (office_holder,), says=N_("Only a Focal Point or alternate can share a practice.")
    ),
    P.PRACTICE_EDIT: _rule(
        (owner, BEING_WRITTEN),
        says=N_("Only the office that wrote it can change it, and only before it is submitted."),
    ),
    P.PRACTICE_WITHDRAW: _rule(
        (owner, stage_in("draft", "submitted", "returned", "published")),
        (staff, of_no_office, stage_in("published")),
        says=N_("Only the office that wrote it can withdraw it."),
    ),
    P.PRACTICE_CONFIRM: _rule(
        (owner, stage_in("published")),
        says=N_("Only the office that owns it can confirm it, once it is published."),
    ),
    P.PRACTICE_REVIEW: _rule(
        (staff,), says=N_("Only the Secretariat publishes or returns a practice.")
    ),
    P.COMMENT_WRITE: _rule(
        (office_holder, stage_in("published")),
        (staff, stage_in("published")),
        says=N_("Members and the Secretariat comment on what is published."),
    ),
    P.ASSISTANCE_READ: _rule(
        (office_holder,), (staff,), says=N_("Requests for assistance are for members.")
    ),
    P.REQUEST_WRITE: _rule(
        (office_holder,), says=N_("Only a Focal Point or alternate can ask for assistance.")
    ),
    P.REQUEST_EDIT: _rule(
        (owner, BEING_WRITTEN),
        says=N_("Only the office that asks can change a request, and only before it is submitted."),
    ),
    P.REQUEST_REVIEW: _rule((staff,), says=N_("Only the Secretariat opens or returns a request.")),
    P.REQUEST_STEER: _rule(
        (owner,), says=N_("Only the office that asked decides about its request.")
    ),
    P.OFFER_MAKE: _rule(
        (other_member,), says=N_("Only another member can offer help for a request.")
    ),
    P.OFFER_ANSWER: _rule(
        (owner,), says=N_("Only the office that asked can accept or decline an offer.")
    ),
    P.OFFER_STEER: _rule((owner,), says=N_("Only the office that offered can change its offer.")),
}


def allows(viewer: Viewer, permission: P, subject: Subject | None = None) -> bool:
    """Whether ``viewer`` may do ``permission`` to ``subject``."""
    return POLICY[permission].holds(viewer, subject)


def ensure(viewer: Viewer, permission: P, subject: Subject | None = None) -> None:
    """Let pass, or refuse with the rule's own sentence.

    Raises:
        SignInNeeded: when nobody is signed in.
        Forbidden: when the rule does not fit.
    """
    if allows(viewer, permission, subject):
        return
    if not viewer.signed_in:
        raise SignInNeeded
    raise Forbidden(POLICY[permission].sentence)
