"""What stands in the directory: states and organisations, and the secretariat; no person."""

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms

MEMBER_KINDS = Terms(
    (
        Term("state", N_("State")),
        Term("observer", N_("Observer state")),
        Term("organisation", N_("Regional organisation")),
        Term("un_entity", N_("UN entity")),
        Term("secretariat", N_("Secretariat")),
    )
)

codes = MEMBER_KINDS.codes
label = MEMBER_KINDS.label
