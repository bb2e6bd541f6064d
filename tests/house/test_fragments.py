"""What htmx puts into a page is what the page itself would have shown there."""

import re
from collections import Counter

import pytest

from tests.house import routes
from tests.house.test_templates import blocks

WHO = ("nobody", "ghana", "denmark", "editor")
OF_ONE_ANSWER = re.compile(r'(name="(?:csrf|once)" value=")[^"]*"')
"""The tokens of a form, which are new in every answer."""

NEVER_ASKED = {
    ("error.html", "refusal"): "a refusal is no page one asks for: test_refusals.py",
    ("account/taken_out.html", "work"): "its address is told once: tests/orders",
    ("archive/office.html", "work"): "of an office, which is no thing here: tests/orders",
}
"""Parts that no GET of these people shows, each with the reason."""


@pytest.mark.long
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_every_part_asked_for_is_contained_in_the_whole_page(
    app, portal, stocked, browse, monkeypatch
):
    """The same address, person and moment, once whole and once for each part that stands in it."""
    paths = [entry.path for entry in routes.registered(app) if entry.method == "GET"]
    addresses = [one for path in paths for one in routes.addresses(path, list(stocked.values()))]
    names = {name for _template, name in blocks(portal.renderer.env)}
    compared, other = Counter[tuple[str, str]](), []
    render = portal.renderer.block

    def noted(page, chrome, name, viewer):
        compared[page.template, name] += 1
        return render(page, chrome, name, viewer)

    monkeypatch.setattr(portal.renderer, "block", noted)
    for who in WHO:
        reader = browse(who)
        for address in addresses:
            whole = reader.client.get(address, follow_redirects=False)
            if whole.status_code != 200 or "html" not in whole.headers["content-type"]:
                continue
            for name in sorted(names & set(re.findall(r'\bid="([\w-]+)"', whole.text))):
                before = compared.total()
                part = reader.block(address, name).text
                # An id that is no part of this page is answered with the page, whose clock runs on.
                was_part = compared.total() > before
                if was_part and masked(part).strip() not in masked(whole.text):
                    other.append((who, address, name))

    assert other == []
    assert set(compared) == set(blocks(portal.renderer.env)) - set(NEVER_ASKED)
    assert len(compared) > 10
    assert compared.total() > 30


def masked(html: str) -> str:
    """Return the answer without what is new in each."""
    return OF_ONE_ANSWER.sub(r'\1"', html)
