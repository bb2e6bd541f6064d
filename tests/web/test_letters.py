"""NUL in an address is a letter nobody knows, on either database: no mistake of the portal."""

import pytest

MISSING = [
    "/practices/%00", "/practices/%00/edit/what", "/assistance/%00", "/directory/%00",
    "/manual/1/en/%00", "/api/v1/practices/%00", "/api/v1/assistance/%00", "/api/v1/directory/%00",
]  # fmt: skip
NARROWED = [
    "/assistance?below=1.%00", "/assistance/new?practice=%00", "/practices?state=%00",
    "/directory?q=%00", "/search?q=%00", "/api/v1/assistance?stage=%00",
    "/api/v1/assistance?theme=%00", "/api/v1/assistance?below=1.%00",
]  # fmt: skip


@pytest.mark.parametrize("path", MISSING)
def test_nothing_stands_at_an_address_with_nul(browse, path):
    browse("ghana").get(path, status=404)


@pytest.mark.parametrize("path", NARROWED)
def test_nothing_fits_a_word_with_nul(browse, path):
    browse("ghana").get(path)


def test_an_address_without_nul_is_passed_on_as_it_came(browse):
    page = browse("ghana").get("/search?q=a%C3%A9b%2500")

    assert page.soup.select("[name=q]")[-1]["value"] == "aéb%00"
