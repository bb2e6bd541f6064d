"""``make bench REQUESTS=500``: requests for assistance, four hundred of them standing that often."""

import json
import random
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from app.core import seal
from app.core.config import Settings
from app.core.db import Database
from app.core.seal import Seal
from app.loading import load
from app.migrating import migrate
from bench.data import FOLDER, settings_for
from bench.helping import Helping, declare
from bench.manner import WIDE
from bench.population import Maker, Populated, enter, people

MADE, PEOPLE = 400, 2_000


def made_by_acts() -> tuple[Path, Populated, str]:
    """Return a SQLite database with what members ask and offer; made once and kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"requests-{MADE}.sqlite3"
    notes = file.with_suffix(".json")
    if not notes.exists():
        for old in FOLDER.glob(f"{file.name}*"):
            old.unlink()
        key = seal.new_key()
        made = _make(file, key)
        notes.write_text(json.dumps({"made": asdict(made), "key": key}), encoding="utf-8")
    known = json.loads(notes.read_text(encoding="utf-8"))
    return file, Populated(**known["made"]), known["key"]


def _make(file: Path, key: str) -> Populated:
    settings = Settings.model_validate(settings_for(f"sqlite:///{file.absolute()}", 8000, key))
    database, dice = Database(settings.database), random.Random(7)  # noqa: S311 - sample data
    migrate(database)
    load(database, print)
    with database.unit_of_work() as db:
        viewers = list(people(db, PEOPLE, dice))
    maker = Maker(database, Seal(key), viewers, dice, WIDE)
    maker.each("practices", 1_000, maker.practice)
    helping = Helping(maker)

    def one(db: Session, number: int) -> tuple[str, str]:
        return helping.request(db, number), ""

    made = maker.each("requests", MADE, one)
    print(f"  {declare(maker)} standing offers")
    secrets, _chosen = enter(database, settings, viewers)
    with database.engine.connect() as conn:
        conn.execute(text("ANALYZE"))
        conn.commit()
    database.close()
    return Populated(secrets, (), [(item_id, 0) for item_id, _ in made])


if __name__ == "__main__":
    print(made_by_acts()[0])
