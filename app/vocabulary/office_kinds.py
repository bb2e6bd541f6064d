"""The kinds of office a person can hold, for a member or in the secretariat."""

from dataclasses import dataclass

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms

MEMBER, SECRETARIAT = "member", "secretariat"


@dataclass(frozen=True, slots=True)
class OfficeKind(Term):
    """A kind of office; ``side`` is `member` or `secretariat`."""

    side: str


OFFICE_KINDS = Terms(
    (
        OfficeKind("focal_point", N_("Focal Point"), MEMBER),
        OfficeKind("alternate", N_("Alternate"), MEMBER),
        OfficeKind("adviser", N_("Adviser"), MEMBER),
        OfficeKind("mission_contact", N_("Mission contact"), MEMBER),
        OfficeKind("entity_contact", N_("Contact of a UN entity"), MEMBER),
        OfficeKind("editor", N_("Secretariat editor"), SECRETARIAT),
        OfficeKind("administrator", N_("Secretariat administrator"), SECRETARIAT),
        OfficeKind("director", N_("Director of the Secretariat"), SECRETARIAT),
    )
)

codes = OFFICE_KINDS.codes
label = OFFICE_KINDS.label
