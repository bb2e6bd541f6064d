"""Visibility in plain Python, written from the prose: what the database must agree with.

A thing is seen by the offices of its owners; once handed over, by the Secretariat too; once out,
also by its readers: everybody, the network, or the offices of any of its chosen sets, which are
regional groups, members of organisations, members and single offices.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

from app.access.audience import (
    Audience,
    Circle,
    labels_of_draft,
    labels_of_open,
    labels_of_submitted,
)
from app.access.proof import Proof
from app.access.viewer import Office, OfficeKind, Viewer

GROUPS = {"GHA": "AFRICAN", "NGA": "AFRICAN", "DNK": "WEOG", "CRI": "GRULAC", "EU": None}
BELONGS = {"GHA": ("AU", "ECOWAS"), "NGA": ("AU", "ECOWAS"), "DNK": ("EU",)}
NETWORK = (OfficeKind.FOCAL_POINT, OfficeKind.ALTERNATE)
OFFICES = (*NETWORK, OfficeKind.ADVISER, OfficeKind.MISSION_CONTACT)
STAFF = (OfficeKind.EDITOR, OfficeKind.ADMINISTRATOR)


@dataclass(frozen=True)
class Thing:
    """An item as its owner decided it."""

    owners: frozenset[str]
    stage: str
    audience: Audience
    moment: int

    @property
    def labels(self) -> frozenset[str]:
        """The labels its stage gives it."""
        match self.stage:
            case "draft":
                return labels_of_draft(self.owners)
            case "submitted":
                return labels_of_submitted(self.owners)
        return labels_of_open(self.owners, self.audience)


def sees(viewer: Viewer, thing: Thing) -> bool:
    """Return whether ``viewer`` sees ``thing``, by the prose above and without any label."""
    office = viewer.office
    in_network = office is not None and office.kind in NETWORK
    staff = office is not None and office.kind in STAFF
    if in_network and office and office.member in thing.owners:
        return True
    if thing.stage == "draft":
        return False
    if staff:
        return True
    if thing.stage == "submitted":
        return False
    return _reads(thing.audience, office, in_network=in_network)


def _reads(audience: Audience, office: Office | None, *, in_network: bool) -> bool:
    match audience.circle:
        case Circle.PUBLIC:
            return True
        case Circle.NETWORK:
            return in_network
        case Circle.SECRETARIAT:
            return False
    return office is not None and any(
        {
            Circle.GROUP: in_network and office.group == code,
            Circle.MEMBERS: in_network and office.member == code,
            Circle.ORGANISATION: in_network and code in office.organisations,
            Circle.OFFICES: office.id == code,
        }[circle]
        for circle, code in audience.sets
    )


def _viewer(kind: OfficeKind, member: str) -> Viewer:
    belongs = BELONGS.get(member, ())
    office = Office(
        f"{kind}-{member}", kind, member, member, GROUPS.get(member), organisations=belongs
    )
    return Viewer("somebody", "Somebody", office, (office,), proof=Proof.TWO)


members = st.sampled_from(sorted(GROUPS))
audiences = st.one_of(
    st.sampled_from(["public", "network", "secretariat"]).map(Audience.of),
    st.builds(
        Audience.chosen,
        st.lists(
            st.one_of(
                st.tuples(st.just("group"), st.sampled_from(["AFRICAN", "WEOG", "GRULAC"])),
                st.tuples(st.just("organisation"), st.sampled_from(["AU", "ECOWAS", "EU"])),
                st.tuples(st.just("members"), members),
                st.tuples(
                    st.just("offices"),
                    st.builds("{}-{}".format, st.sampled_from(OFFICES), members),
                ),
            ),
            min_size=1,
            max_size=4,
        ),
        told=st.booleans(),
    ),
)
things = st.builds(
    Thing,
    owners=st.frozensets(members, min_size=1, max_size=3),
    stage=st.sampled_from(["draft", "submitted", "published"]),
    audience=audiences,
    moment=st.integers(0, 4),  # few moments: many items share one
)
viewers = st.one_of(
    st.sampled_from([Viewer(), Viewer("stranger", "No office")]),
    st.builds(
        _viewer,
        st.sampled_from(
            [*NETWORK, *NETWORK, *NETWORK, OfficeKind.ADVISER, OfficeKind.MISSION_CONTACT]
        ),
        members,
    ),
    st.builds(_viewer, st.sampled_from(STAFF), st.just("SEC")),
)
