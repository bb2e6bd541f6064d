"""Note verbales in words, as the record of offices and their own page show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.access.viewer import Viewer
from app.core.i18n import gettext
from app.directory import evidence
from app.directory.evidence_queries import Proofs
from app.directory.office_queries import Term
from app.directory.seats import Seat
from app.files.showing import ShownFile, shown_file
from app.web.components import date_words


@dataclass(frozen=True, slots=True)
class ShownPapers:
    """The papers of one appointment: the files, what was removed, and whether more can come."""

    files: Sequence[ShownFile] = ()
    removed: Sequence[str] = ()
    may_attach: bool = False


def shown(viewer: Viewer, seat: Seat, stage: str, proofs: Proofs | None) -> ShownPapers:
    """Return the papers of an appointment to ``seat`` in words."""
    return in_words(proofs or Proofs(), may_attach=evidence.may_attach(viewer, seat, stage))


def in_words(proofs: Proofs, *, may_attach: bool) -> ShownPapers:
    """Return papers in words."""
    return ShownPapers(
        files=[shown_file(one) for one in proofs.files],
        removed=removed_lines(proofs),
        may_attach=may_attach,
    )


def of_record(
    viewer: Viewer,
    seats: Mapping[str, Seat],
    terms: Mapping[str, Sequence[Term]],
    proofs: Mapping[str, Proofs],
) -> Mapping[str, ShownPapers]:
    """Return the papers of every appointment of a record; ``seats`` are its offices by id."""
    return {
        one.id: shown(viewer, seats[office_id], one.stage, proofs.get(one.id))
        for office_id, held in terms.items()
        for one in held
    }


def removed_lines(proofs: Proofs) -> Sequence[str]:
    """Return what was removed, when and why."""
    return [
        gettext(
            "A file of this appointment was removed on %(date)s: %(why)s",
            date=date_words(one.at),
            why=one.why,
        )
        for one in proofs.removed
    ]
