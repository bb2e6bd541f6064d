"""Who has signed in, as viewers: for what is measured without a server."""

from collections.abc import Mapping

from sqlalchemy import Connection, text

from app.access.proof import Proof
from app.access.viewer import Office, OfficeKind, Viewer

_HELD = (
    "SELECT DISTINCT s.id_hash, p.id, p.name, o.id AS office, o.kind, m.code, m.name AS called,"
    " m.regional_group FROM session AS s JOIN person AS p ON p.id = s.person_id"
    " JOIN appointment AS a ON a.person_id = p.id JOIN office AS o ON o.id = a.office_id"
    " JOIN member AS m ON m.code = o.member ORDER BY p.id, s.id_hash"
)


def people(conn: Connection) -> Mapping[str, Viewer]:
    """Return everybody with a session by its hash, each acting for the office held."""
    found: dict[str, Viewer] = {}
    for row in conn.execute(text(_HELD)).all():
        held = Office(row.office, OfficeKind(row.kind), row.code, row.called, row.regional_group)
        found[row.id_hash] = Viewer(row.id, row.name, held, (held,), proof=Proof.TWO)
    return found
