"""A process of the portal that accepts an offer and stops, until it is killed.

``python -m tests.assistance.dying WHERE DATABASE FOLDER REQUEST OFFER`` with the sealing key and
the secret of the asker's session on standard input. ``WHERE``: ``in`` the act, before it is written
for good, or right ``after`` it.
"""

import sys
import time
from pathlib import Path

from pydantic import SecretStr

from app.assistance import offers
from app.assistance.acting import Acting
from app.assistance.rules import Act
from app.directory.viewers import viewer_of
from app.items.models import Kind
from app.items.queries import find
from app.main import make_portal
from app.notifications.post import Post
from tests.support.given import settings_for


def stop() -> None:
    """Say that the process has come so far, and wait to be killed."""
    sys.stdout.write("stopped\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    where, address, folder, request_id, offer_id = sys.argv[1:]
    key, secret = sys.stdin.readline().strip(), sys.stdin.readline().strip()
    given = settings_for(address, Path(folder)).model_copy(update={"seal_key": SecretStr(key)})
    portal = make_portal(given)
    with portal.db.read() as conn:
        viewer = viewer_of(portal, conn, secret)
        assert viewer is not None
        asked = find(conn, viewer, Kind.REQUEST, request_id)
        offered = find(conn, viewer, Kind.OFFER, offer_id)
        assert asked is not None
        assert offered is not None
    with portal.db.unit_of_work() as db:
        acting = Acting(viewer, portal.seal, Post.of(portal))
        offers.answer(db, acting, asked, offered, Act.ACCEPT)
        if where == "in":
            stop()
    stop()
