"""The world of the matrix with a canary in every confidential field, planted once for all tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from app.main import create_app
from tests.access.canaries import Aviary, plant
from tests.access.world import matrix_world
from tests.support.databases import after
from tests.support.given import settings_for
from tests.support.people import Settled


@dataclass(frozen=True)
class Planted(Settled):
    """What the database was filled with, and what lies beside it in the portal's folder."""

    aviary: Aviary = field(default_factory=Aviary)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def lay_out(self, folder: Path) -> None:
        """Put the files into the folder of a portal on a copy of the database."""
        for name, content in self.files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


@after(matrix_world)
def planted(url: str, held: Settled) -> Planted:
    """Plant the canaries in the database at ``url``, where the world of the matrix is."""
    with TemporaryDirectory() as folder:
        portal = create_app(settings_for(url, Path(folder))).state.portal
        with portal.db.unit_of_work() as db:
            aviary = plant(db, portal, held.cast)
        portal.db.close()
        files = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in Path(folder).rglob("*")
            if file.is_file()
        }
    return Planted(held.cast, held.made, aviary, files)
