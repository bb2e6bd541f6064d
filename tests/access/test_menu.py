"""The main menu shows each role what opens for it, and nothing else."""

from tests.access.roles import ROLES
from tests.support.browse import Answer

ENTRIES = ("/home", "/manual", "/practices", "/assistance", "/directory", "/desk")
LEADS_TO_SIGN_IN = {"anonymous", "expired session"}


def test_each_entry_opens_and_what_opens_has_an_entry(asked):
    for role in ROLES:
        client = asked.browsers[role].client
        menu = Answer(client.get("/practices")).soup.select("#menu a")
        shown = [one["href"] for one in menu]
        opens = {one: client.get(one).status_code == 200 for one in ENTRIES}
        if role in LEADS_TO_SIGN_IN:
            assert shown == ["/manual", "/practices", "/assistance", "/directory"], role
            assert all(opens[one] for one in shown), role
        else:
            assert shown == [one for one in ENTRIES if opens[one]], role
