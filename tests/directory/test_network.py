"""The network's public record reads as it stands in the data."""

from app.directory.network import network


def test_the_figures_are_those_of_the_data():
    found = [(figure.year, figure.states) for figure in network().figures]

    assert found == [(2010, 11), (2012, 17), (2015, 50), (2017, 59), (2021, 61)]
    assert network().latest.year == 2021


def test_every_figure_names_a_source():
    assert [f.year for f in network().figures if not f.sources] == []


def test_a_meeting_that_no_source_documents_stays_a_gap():
    (gap,) = [m for m in network().meetings if not m.sources]

    assert (gap.number, gap.year, gap.place, gap.states) == (10, None, "", None)
