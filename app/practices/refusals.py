"""Why an act on a practice does not come about, each in a sentence for who tried."""

from app.core.errors import Conflict, Refusal
from app.core.i18n import N_


class NotSourced(Refusal):
    """A practice was submitted that does not say where it comes from."""

    status = 422
    message = N_("Add at least one source, or say that your office is the source.")


class NoLetter(Refusal):
    """An entry for an office was to be published without the letter in which it asked."""

    status = 422
    message = N_("Attach the letter by which the office asked for this entry first.")


class NameRead(Refusal):
    """A name was to be taken off what was published under it."""

    status = 422
    message = N_(
        "The name of your member cannot be taken off any more: it was read with this practice, and"
        " whoever read it knows it. A name can be put on later, never taken off."
    )


class NotNameless(Refusal):
    """A practice was to be published without a name, for readers or on a day that would tell it."""

    status = 422
    message = N_(
        "Without your name it is published for the network or for everybody, and on a day that the"
        " Secretariat chooses: chosen readers, or a day of yours, would tell whose it is."
    )


class NothingChanged(Refusal):
    """A change of a published practice was submitted that says what the practice says already."""

    status = 422
    message = N_("Nothing is different yet from what is published. Change something first.")


class Gone(Conflict):
    """What would be changed is no longer published."""

    message = N_("This practice is no longer published, so it cannot be changed.")
