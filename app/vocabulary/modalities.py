"""The forms that peer help can take, from the lightest to the longest."""

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms

MODALITIES = Terms(
    (
        Term("written-advice", N_("Written advice")),
        Term("video-talk", N_("Video talk")),
        Term("document-review", N_("Document review")),
        Term("workshop", N_("Workshop")),
        Term("study-visit", N_("Study visit")),
        Term("expert-mission", N_("Expert mission")),
        Term("pairing", N_("Pairing over months")),
    )
)

codes = MODALITIES.codes
label = MODALITIES.label
