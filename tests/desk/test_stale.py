"""A form that comes too late is refused with what happened meanwhile, and nothing typed is lost."""

import pytest

from app.assistance.rules import Stage as RequestStage
from app.practices.rules import Stage


@pytest.mark.parametrize("kind", ["practices", "assistance"])
def test_who_answers_too_late_reads_who_did_what_and_keeps_the_text(browse, things, kind):
    made = (
        things.practice("A practice", stage=Stage.SUBMITTED)
        if kind == "practices"
        else things.request("A request", "denmark", RequestStage.SUBMITTED)
    )
    editor, colleague = browse("editor"), browse("administrator")
    page = editor.get(f"/{kind}/{made}")
    version = page.soup.select_one(f"form[action='/{kind}/{made}/return'] input[name=version]")
    said = {"version": version["value"], "reason": "Say by when."}
    colleague.post(f"/{kind}/{made}/return", {**said, "reason": "Say with whom."})
    late = editor.post(f"/{kind}/{made}/return", {**said, "reason": "My long text."}, status=409)

    assert "administrator (test) acted on it last: " in late.text
    assert "Nothing of yours was done." in late.text
    assert "My long text." in late.text
