"""Pasting from a word processor: what stays, what is dropped, and that nothing takes long."""

import json
import subprocess
import time

import pytest

from app.text.blocks import split
from tests.support.node import FOLDER, node

WORD = """<html xmlns:o="x"><head><style>p{a:b}</style></head><body><!--StartFragment-->
<h1>The <span style='x'>office</span><o:p></o:p></h1>
<p class=MsoNormal>It begins with a <b>letter </b>and <i>two
words</i>.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span
class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span></a> See
<a href="https://example.org/x">this</a>, <a href="javascript:alert(1)">not</a>.
<o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>
<![if !supportLists]><span>1.<span>&nbsp;
</span></span><![endif]>Write it.</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span>·<span>&nbsp;
</span></span><![endif]>By hand.</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>2.<span>&nbsp;
</span></span><![endif]>Send it.</p>
<table class=MsoTable><tr><td><p>Line</p></td><td><p>Who</p></td></tr>
<tr><td><p>Name</p><p>more | x</p></td><td><p>The minister</p></td></tr></table>
<script>alert(1)</script><img src=x onerror=alert(1)>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a href="#_ftnref1"><span>[1]</span></a> A source.</p></div></div>
<!--EndFragment--></body></html>"""
MARKDOWN = """\
## The office

It begins with a **letter** and *two words*.[^ftn1] See [this](https://example.org/x), not.

[^ftn1]: A source.

1. Write it.
   - By hand.
2. Send it.

| Line | Who |
| --- | --- |
| Name more \\| x | The minister |
"""
CASES = {
    WORD: MARKDOWN,
    "<ul><li>One</li><li>Two<ol><li>Inner</li></ol></li></ul>": "- One\n- Two\n   1. Inner\n",
    "<p>1. no list</p><p># none *x* &lt;b&gt; &amp;amp;</p>": (
        "1\\. no list\n\n\\# none \\*x\\* \\<b> &amp;\n"
    ),
    "<p>a\u202eb\u200bc\ue000</p>": "abc\n",
    "<h2>One</h2><h5>Five</h5>": "## One\n\n#### Five\n",
    "<p><b>a</b> <b>b</b></p>": "**a b**\n",
    "<p>Unclosed <b>bold": "Unclosed **bold**\n",
    "": "",
    "no tags": "no tags\n",
    "<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>": (
        "| a |  |\n| --- | --- |\n| b | c |\n"
    ),
}
HOSTILE = [
    "<p>" * 100_000, "<" * 900_000, "<b>a</b> " * 100_000, "<!--" * 200_000, "<a" * 400_000,
    "<![if !supportLists]>" * 40_000, " " * 900_000, "<table>" * 100_000, "x" * 1_000_001,
]  # fmt: skip
SOON = 60


def pasted(given):
    run = subprocess.run(  # noqa: S603 - our own script
        [str(node()), "paste.mjs"], cwd=FOLDER, input=json.dumps(given), text=True,
        capture_output=True, check=True, timeout=4 * SOON,
    )  # fmt: skip
    return json.loads(run.stdout)


def test_headings_lists_tables_and_notes_stay_and_the_rest_goes():
    assert dict(zip(CASES, pasted([*CASES]), strict=True)) == CASES
    kinds = [block.kind for block in split(MARKDOWN)]
    assert kinds == ["heading", "paragraph", "list", "table"]


@pytest.mark.long
def test_hostile_input_takes_no_long_time():
    began = time.monotonic()
    assert len(pasted(HOSTILE)) == len(HOSTILE)
    assert time.monotonic() - began < SOON
