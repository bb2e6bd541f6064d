"""Who wrote, in words: a colleague of one's own member by name, anybody else by the office."""

from app.access.viewer import OF_SECRETARIAT, Viewer
from app.core.i18n import gettext
from app.directory.office_showing import in_full
from app.identity.people import named
from app.practices.steps import STEPS
from app.practices.together.saving import WHOLE, Saved
from app.vocabulary import office_kinds


def who(viewer: Viewer, saved: Saved) -> str:
    """Return who saved: the name where it is the viewer's own member, else the office."""
    return called(viewer, saved.name, saved.office, saved.member, saved.member_name)


def called(
    viewer: Viewer,
    name: str | None,
    office: str | None,
    member: str | None,
    member_name: str | None,
) -> str:
    """Return what a person who acts for an office of ``member`` is called for this viewer."""
    if name is not None and member is not None and member == viewer.member:
        return named(name)
    if office is None or member_name is None:
        return gettext("Someone who held no office then")
    if office in OF_SECRETARIAT:
        return gettext(office_kinds.label(office))
    return in_full(office, member_name)


def part_name(part: str) -> str:
    """Return what a part of a draft is called."""
    return gettext("Several parts") if part == WHOLE else gettext(STEPS.get(part, part))
