"""The pages on which a practice is written, in their order."""

from collections.abc import Mapping

from app.core.i18n import N_

STEPS: Mapping[str, str] = {
    "what": N_("What it is"),
    "how": N_("How it works"),
    "learned": N_("What you learned"),
    "readers": N_("Sources and readers"),
    "check": N_("Check and submit"),
}
"""The pages of the journey in order, by the word that stands in their address."""

ORDER = tuple(STEPS)
