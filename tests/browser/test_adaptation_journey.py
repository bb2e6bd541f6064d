"""A member records what it made of a practice; a year later it says what came of it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.db import table
from app.practices.adapting.models import Adaptation

pytestmark = pytest.mark.browser
adaptation = table(Adaptation)


def test_a_practice_is_adapted_seen_in_its_lineage_and_its_result_is_asked_for(visitor, holdings):
    denmark, timor = visitor("focal-point-dnk"), visitor("focal-point-tls", width=360)
    denmark.go("/practices?state=GHA")
    denmark.page.locator("#practices .rows a").first.click()
    denmark.page.wait_for_url("**/practices/*")
    place = denmark.path
    denmark.follow("Record that you adopted, adapted or rejected it")
    denmark.sees("main [name=why]")
    denmark.tick("verdict", "adapted")
    denmark.fill(why="Ours are three ministries.")
    with denmark.refused(422):
        denmark.press("main form[method=post] button[type=submit]", ".problem")
    denmark.fill(changed="Three halves of a page.", conditions="Each had a deputy.", cost="small")
    denmark.press("main form[method=post] button[type=submit]", "main .note.well")
    made = denmark.path.partition("?")[0]

    timor.go(place)
    assert timor.page.locator(f"#lineage .tree a[href='{made}']").count() == 1
    assert "Each had a deputy." in timor.page.locator("#lineage").inner_text()
    timor.go("/practices?adapted=yes")
    assert timor.page.locator(f"#practices .rows a[href='{place}']").count() == 1

    with holdings.unit_of_work() as db:  # a year goes by: the duty has asked
        day = clock.today() - timedelta(days=1)
        db.execute(update(adaptation).values(result_due=day, asked_on=day))
    denmark.go(made)
    denmark.sees("#h-ask")
    denmark.tick("result", "worked")
    denmark.fill(note="Two alarms came a day earlier.")
    denmark.press("#result button[type=submit]", "main .note.well")
    timor.go(place)
    assert "It worked" in timor.page.locator("#lineage").inner_text()
    timor.page.locator(f"#lineage .tree a[href='{made}']").click()
    timor.page.wait_for_url(f"**{made}")
    assert "Two alarms came a day earlier." in timor.page.locator("main").inner_text()
    with timor.refused(403):
        timor.go(f"{made}/change")
