"""The measures find what is wrong: without this, silence would prove nothing."""

import pytest

from tests.browser.house import House
from tests.browser.test_axe import RUN, TAGS
from tests.browser.test_every_page import MEASURE
from tests.support.node import packages

pytestmark = pytest.mark.browser

SPOIL = """() => {
  const main = document.querySelector("main");
  main.innerHTML = `<h1>One</h1><h1>Two</h1><div id="wide">wide</div>
    <p><button id="tiny">x</button><button id="tiny2">y</button></p>
    <button id="cut">Words too long</button><a id="ringless" href="/">without a ring</a>`;
  const style = (id, rules) => Object.assign(document.getElementById(id).style, rules);
  style("wide", { inlineSize: "3000px" });
  const tiny = { all: "unset", display: "inline-block", inlineSize: "8px", blockSize: "8px" };
  style("tiny", tiny); style("tiny2", tiny);
  style("cut", { inlineSize: "40px", overflow: "hidden", whiteSpace: "nowrap" });
  style("ringless", { outline: "none", boxShadow: "none" });
}"""


def test_a_spoilt_page_is_found_out(house: House):
    with house.visit(bypass_csp=True) as reader:
        reader.go("/about/contact")
        assert reader.page.evaluate(MEASURE) == []
        reader.page.evaluate(SPOIL)
        found = [
            line.partition(":")[0].partition(" (")[0] for line in reader.page.evaluate(MEASURE)
        ]
        assert sorted(set(found)) == [
            "2 h1", "cut", "focus is not seen", "scrolls sideways", "small",
        ]  # fmt: skip
        reader.page.evaluate((packages() / "axe-core/axe.min.js").read_text(encoding="utf-8"))
        reader.page.evaluate("document.querySelector('#tiny').textContent = ''")
        rules = {line.partition(":")[0] for line in reader.page.evaluate(RUN, TAGS)}
        assert rules >= {"button-name", "target-size"}


def test_a_broken_policy_is_heard(house: House):
    with house.visit() as reader:
        reader.go("/")
        reader.page.evaluate(
            "() => { const s = document.createElement('style'); s.textContent = 'p{}';"
            " document.head.append(s); }"
        )
        reader.page.wait_for_timeout(100)
        assert "Content Security Policy" in " ".join(reader.complaints)
        reader.complaints.clear()
