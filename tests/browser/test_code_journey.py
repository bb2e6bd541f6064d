"""Two help somebody of the Secretariat who lost the passkeys; the code needs no script."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select, update

from app.core import clock
from app.core.db import table
from app.identity.models import Passkey, Person, PortalSession, Recovery
from tests.browser.test_passkeys import authenticator, live

__all__ = ["live"]
pytestmark = pytest.mark.browser
person, session = table(Person), table(PortalSession)


def test_the_code_is_told_typed_and_the_passkey_added(visitor, holdings, javascript):
    editor, administrator = visitor("editor"), visitor("administrator")
    with holdings.unit_of_work() as db:
        now = clock.now()
        mine = select(session.c.person_id).order_by(session.c.created_at)
        lost, helper = db.execute(mine).scalars().all()
        done = Recovery(
            person_id=lost, proposed_by=lost, gives="passkeys", reason="device", reason_words="",
            checked="in-person", checked_words="Met.", agreed_by=helper, due_at=now,
            effect_at=now, outcome="done", ended_at=now,
        )  # fmt: skip
        db.add(done)
        db.execute(delete(table(Passkey)))
        db.execute(update(person).where(person.c.id == lost).values(passkey_wanted_since=now))
        by = update(session).where(session.c.person_id == helper)
        db.execute(by.values(factor="passkey", factor_at=clock.wall()))
    editor.go("/account/passkeys/new")
    assert editor.path.startswith("/account/passkeys/code")
    editor.fill(code="AAAA-2222")
    with editor.refused(422):
        editor.press("main form button", ".problem")
    administrator.go(f"/people/{lost}/recovery")
    administrator.press("form[action$='/code'] button", "code.address")
    (code,) = administrator.read("code.address")
    with authenticator(editor.context, editor.page):
        editor.fill(code=code)
        editor.press("main form button", "h1:has-text('Add a passkey')")
        if not javascript:
            expect(editor.page.locator("[data-without]")).to_contain_text(
                "A passkey needs a script"
            )
            return
        editor.fill(name="New")
        editor.page.locator("main [name=name]").press("Enter")
        expect(editor.page).to_have_url(f"{editor.base}/account/security")
    with holdings.read() as conn:
        assert conn.execute(select(table(Passkey).c.name)).scalars().all() == ["New"]
