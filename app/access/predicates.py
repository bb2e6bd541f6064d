"""What a rule of the policy may ask: of the viewer alone, or of viewer and thing together."""

from collections.abc import Callable
from typing import Protocol

from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import OfficeKind, Viewer


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
def reader(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for Focal Points and alternates, and for a mission that reads for a time as they do."""
    return viewer.in_network or viewer.reads_network


@without_subject
def entity(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for whoever acts for a UN entity, which is no member of the network."""
    return viewer.for_entity


@without_subject
def staff(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for the secretariat."""
    return viewer.in_secretariat


@without_subject
def editor(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for the secretariat's editors."""
    return viewer.in_secretariat and _kind(viewer) == OfficeKind.EDITOR


@without_subject
def administrator(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for the secretariat's administrators."""
    return viewer.in_secretariat and _kind(viewer) == OfficeKind.ADMINISTRATOR


@without_subject
def director(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for the secretariat's director."""
    return viewer.directs


@without_subject
def focal_point(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for Focal Points themselves, not for their alternates."""
    return _kind(viewer) == OfficeKind.FOCAL_POINT


def _kind(viewer: Viewer) -> OfficeKind | None:
    return viewer.office.kind if viewer.office else None


@without_subject
def in_charge(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for all but an alternate while there is no Focal Point, and whoever stands in."""
    return not viewer.in_interim


@without_subject
def in_person(viewer: Viewer, _subject: Subject | None) -> bool:
    """Hold for everybody but whoever stands in for the holder of the office acted for."""
    return not viewer.stands_in


def owner(viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for the offices of the member that owns the subject."""
    return subject is not None and viewer.member in subject.owners


def holder(viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for whoever acts for the very office of the subject and was appointed to it."""
    office = viewer.office
    mine = subject is not None and office is not None and office.id == subject.office_id
    return mine and not viewer.stands_in


def holds_it(viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for whoever holds the office of the subject, whichever office is acted for now."""
    return subject is not None and subject.office_id in viewer.appointed_to


def other_member(viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for the offices of every other member."""
    return subject is not None and viewer.in_network and viewer.member not in subject.owners


def something(_viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for whatever thing there is."""
    return subject is not None


def of_secretariat(_viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for what the secretariat itself wrote."""
    return subject is not None and subject.owners == {SECRETARIAT_CODE}


def of_no_office(_viewer: Viewer, subject: Subject | None) -> bool:
    """Hold for what the secretariat entered from public sources: no office made it."""
    return subject is not None and subject.office_id is None


def stage_in(*stages: str) -> Predicate:
    """Return a predicate that holds while the subject is in one of ``stages``."""

    def in_stage(_viewer: Viewer, subject: Subject | None) -> bool:
        return subject is not None and subject.stage in stages

    in_stage.__name__ = "stage_in_" + "_".join(stages)
    return in_stage


BEING_WRITTEN = stage_in("draft", "returned")
"""Before it is submitted, or after it was returned."""
NOT_ENDED = stage_in(
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
)
