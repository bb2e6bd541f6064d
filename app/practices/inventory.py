"""What practices keep."""

from app.core.inventory import ITEM, PORTAL, Class, Held, Kept, Until
from app.practices.aside import KEPT as UNSAVED
from app.practices.clearing import inventory as clearing
from app.practices.models import (
    Practice,
    PracticeAside,
    PracticeChange,
    PracticeFacet,
    PracticeRevision,
    PracticeSource,
    PracticeTurn,
    PracticeVersion,
    PracticeView,
)
from app.practices.translating.models import PracticeTranslating, PracticeTranslation

_UNSAVED = Until(f"{UNSAVED.days} days after it was typed, or with its draft", swept=True)

HELD: Held = {
    Practice: (
        Kept(
            Class.NETWORK,
            "item_id title summary description responsible_body legal_basis partners year_from "
            "year_to year_note status cost what_worked what_did_not transfer_conditions template "
            "second_language second_summary",
            "The practice, for the readers whom its member chose.",
            ITEM,
        ),
        Kept(
            Class.NETWORK,
            "source_kind contact_office not_before confirmed_on confirm_months confirm_by",
            "Where it is from, whom to ask, when its member last said that it is true, and until"
            " when that holds.",
            ITEM,
        ),
        Kept(Class.TECHNICAL, "asked_on over_on", "What was done when that day came.", ITEM),
        Kept(
            Class.NETWORK,
            "retired_on retired_reason",
            "Since when and why its member no longer uses it, for its readers.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "reason wished hidden_reason nameless",
            "Why the Secretariat returned or hid it, or its member refused it, which readers its"
            " member wished, and whether without its name: for both.",
            ITEM,
        ),
    ),
    PracticeVersion: (
        Kept(
            Class.NETWORK,
            "item_id number revision template",
            "Which versions were published, for those for whom they were.",
            ITEM,
        ),
        Kept(Class.CONFIDENTIAL, "audience", "For whom each version was published.", ITEM),
    ),
    PracticeRevision: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id revises",
            "Which practice holds a change of which: for its member, and for the Secretariat once"
            " it is submitted.",
            ITEM,
        ),
    ),
    PracticeSource: (Kept(Class.NETWORK, "item_id place title url", "Its sources.", ITEM),),
    PracticeFacet: (
        Kept(Class.NETWORK, "item_id facet value", "The words by which it is found.", ITEM),
    ),
    PracticeView: (
        Kept(
            Class.NETWORK,
            "item_id language reads original look until title card head article facts",
            "Its pages, made from the above so that they come fast.",
            ITEM,
        ),
    ),
    PracticeTranslation: (
        Kept(
            Class.NETWORK,
            "item_id language made_for texts member agreed_by shown_at",
            "The practice in other languages, for its readers: by whom and of which version.",
            ITEM,
        ),
    ),
    PracticeTranslating: (
        Kept(
            Class.CONFIDENTIAL,
            "id item_id language member stage made_for version texts reason changed_at",
            "A translation before readers see it: for the member that writes it, and the owner of"
            " the practice once it is offered.",
            ITEM,
        ),
    ),
    PracticeTurn: (Kept(Class.TECHNICAL, "id last", "Counts changes.", PORTAL),),
    PracticeChange: (
        Kept(Class.TECHNICAL, "number item_id", "Which stored pages are out of date.", PORTAL),
    ),
    PracticeAside: (
        Kept(
            Class.PERSONAL,
            "person_id place step item_id at",
            "Who typed something into a page of a draft and did not save it.",
            _UNSAVED,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "version turn typed",
            "What was typed, which nobody else reads.",
            _UNSAVED,
        ),
    ),
    **clearing.HELD,
}
