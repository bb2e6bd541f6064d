"""Editions from before each paragraph was held against a limit of its own."""

import pytest

from tests.manual.test_manual_finding import FIND, hits


@pytest.fixture
def folder(folder, monkeypatch):
    """The small manual with a table of too many marks, as one could be published before."""
    for where in ("files", "fitting"):
        monkeypatch.setattr(f"app.manual.{where}.ensure_each_fits", lambda _blocks: None)
    table = "{#t2dddddd}\n| Needle | Other |\n| --- | --- |\n" + "|*thread*|*b*|\n" * 900
    plain = "\n\n".join(f"{{#p3{n:06}}}\n{'Plain words. ' * 40}" for n in range(222222, 222342))
    with (folder / "en" / "02-going-on.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{table}\n{plain}\n")
    return folder


@pytest.mark.usefixtures("manual")
def test_an_edition_from_before_with_too_dense_a_paragraph_is_searched_and_read(
    browse, rewrite, publish
):
    page = browse().get(f"{FIND}?q=needle+thread&language=en")
    assert [row[0] for row in hits(page)] == ["2.3 2 Going on"]
    assert "very many marks, so its words stand here without them" in page.text
    link = page.soup.select_one("#found .rows a")["href"]
    assert link.endswith("#t2dddddd")
    browse().get(link.partition("#")[0])
    assert hits(browse().get(f"{FIND}?q=letter&language=en"))
    ghana = browse("ghana")
    for at in ("/manual/discuss/t2dddddd", "/manual/suggest/t2dddddd", "/m/1/t2dddddd/check"):
        ghana.get(at)
    rewrite("An office begins", "A post begins")
    publish()
    for at in ("/manual/compare/1/2", "/manual/2/find?q=needle", "/search?q=needle"):
        browse().get(at)
