"""Pages of a list: together they show every row once, and lead from one to the next."""

from hypothesis import given
from hypothesis import strategies as st

from app.web.paging import Turn, page_number, turn


@given(total=st.integers(0, 300), most=st.integers(1, 60))
def test_the_pages_show_each_row_once_and_lead_through_all(total, most):
    rows = list(range(1, total + 1))
    seen, at, address = [], 1, "1"
    while address:
        shown = rows[(at - 1) * most : at * most]
        here = turn(at, len(shown), total, most=most, href=str)
        seen += range(here.first, here.last + 1)
        assert here.previous_href == (str(at - 1) if at > 1 else "")
        assert here.next_count == len(rows[at * most : (at + 1) * most])
        at, address = at + 1, here.next_href

    assert seen == rows


def test_a_page_after_the_last_leads_back_only():
    assert turn(9, 0, 40, most=20, href=str) == Turn(161, 160, "8", "", 0)


def test_what_is_no_number_is_the_first_page():
    typed = ["1", "7", "99999", "0", "-3", "x", "", "１", "100000", "1.5"]

    assert [page_number(one) for one in typed] == [1, 7, 99999, 1, 1, 1, 1, 1, 1, 1]
