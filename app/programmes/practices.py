"""Practices by programmes: what an office writes, its versions, and what it does with them."""

from app.access.policy import P
from app.access.scopes import Scope
from app.items.models import Kind
from app.practices import acts, resting_pages, writing
from app.practices.joining import pages as joining
from app.practices.revising import pages as revising
from app.programmes.answers import Shown, done
from app.programmes.drafts import (
    DraftOut,
    DraftsOut,
    change_practice,
    give_file,
    list_drafts,
    show_draft,
)
from app.programmes.practice_bodies import (
    ChangedPractice,
    Confirmed,
    Disagreed,
    HandedIn,
    NewPractice,
    Retired,
)
from app.programmes.versions import VersionsOut, WholeVersionOut, list_versions, show_version
from app.web.bodies import Body, Versioned
from app.web.interface import Interface, acting
from app.web.throttle import POSTING

router = Interface("practices")
ONE = "/practices/{item_id}"
OWN = "/office/practices/{item_id}"
WRITES = Scope.PRACTICES_WRITE
DRAFT = Shown(Kind.PRACTICE, "/office/practices/{id}")
PUBLISHED = Shown(Kind.PRACTICE, "/practices/{id}")

router.read("/office/practices", list_drafts, (P.PRACTICE_WRITE, WRITES), DraftsOut)
router.read(OWN, show_draft, (P.PRACTICE_WRITE, WRITES), DraftOut)
router.file(
    f"{OWN}/files/{{file_id}}",
    give_file,
    (P.PRACTICE_WRITE, WRITES),
    name="api.programmes.drafts.file",
)
router.read(f"{ONE}/versions", list_versions, (P.ANYONE, Scope.PRACTICES), VersionsOut)
router.read(
    f"{ONE}/versions/{{number}}", show_version, (P.ANYONE, Scope.PRACTICES), WholeVersionOut
)
router.act(
    "/practices",
    acting(writing.create, NewPractice, "Begin a practice as a draft: five fields make one."),
    (P.PRACTICE_WRITE, WRITES),
    done(NewPractice, DRAFT),
)
router.act(
    f"{ONE}/change",
    change_practice,
    (P.PRACTICE_EDIT, WRITES),
    done(ChangedPractice, DRAFT),
)
router.act(
    f"{ONE}/submit",
    acting(writing.save, HandedIn, "Hand a draft of your office to the Secretariat.", step="check"),
    (P.PRACTICE_EDIT, WRITES),
    done(HandedIn, DRAFT),
)
router.act(
    f"{ONE}/withdraw",
    acting(acts.withdraw, Versioned),
    (P.PRACTICE_WITHDRAW, WRITES),
    done(Versioned, PUBLISHED),
)
router.act(
    f"{ONE}/release",
    acting(acts.release, Versioned),
    (P.PRACTICE_RELEASE, WRITES),
    done(Versioned, PUBLISHED),
)
router.act(
    f"{ONE}/confirm",
    acting(acts.confirm, Confirmed),
    (P.PRACTICE_CONFIRM, WRITES),
    done(Confirmed, PUBLISHED),
)
router.act(
    f"{ONE}/retire",
    acting(resting_pages.retire, Retired),
    (P.PRACTICE_RETIRE, WRITES),
    done(Retired, PUBLISHED),
)
router.act(
    f"{ONE}/revive",
    acting(resting_pages.revive, Versioned),
    (P.PRACTICE_RETIRE, WRITES),
    done(Versioned, PUBLISHED),
)
router.act(
    f"{ONE}/revise",
    acting(revising.begin, Body, "Begin a change of a published practice, or find the one begun."),
    (P.PRACTICE_REVISE, WRITES),
    done(Body, DRAFT),
)
router.act(
    f"{ONE}/agree",
    acting(joining.agree, Versioned, "Agree to what another owner of a practice wants."),
    (P.PRACTICE_AGREE, WRITES),
    done(Versioned, PUBLISHED),
)
router.act(
    f"{ONE}/disagree",
    acting(joining.disagree, Disagreed, "Say no to it with a reason, or take the own wish back."),
    (P.PRACTICE_AGREE, WRITES),
    done(Disagreed, PUBLISHED),
    pace=POSTING,
)
