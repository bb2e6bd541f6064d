"""The sign-in page: what it asks, what it answers, and what it never tells."""

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from app.core.sign_in_provider import SignInProvider
from app.main import create_app
from tests.support.browse import Browser
from tests.support.rows import rows_hash


def provider(key: str, *members: str, listed: bool = False, **more: object) -> SignInProvider:
    return SignInProvider(
        key=key, name=f"Sign-in {key}", issuer=f"http://127.0.0.1:9/{key}", client_id="c",
        client_secret="s", members=members, listed=listed, **more,
    )  # fmt: skip


GHANA = provider("gha", "GHA", domains=("mfa.example",))
WEST = provider("west", "GHA", "TGO")
KENYA = provider("ken", "KEN")


@pytest.fixture
def visit(settings, cast):  # noqa: ARG001 - people are there
    """Return a browser of the public at a portal with these providers."""
    opened = []

    def come(*providers: SignInProvider) -> Browser:
        app = create_app(settings.model_copy(update={"providers": providers}))
        client = TestClient(app)
        client.__enter__()
        opened.append(client)
        return Browser(client, settings.secret_key.get_secret_value())

    yield come
    for client in opened:
        client.__exit__(None, None, None)


def shape(answer) -> tuple[object, ...]:
    """What somebody sees of an answer who does not read names: status, headings, fields."""
    soup = answer.soup
    forms = [[f.get("name") for f in form.select("input,button")] for form in soup.select("form")]
    return answer.status, answer.words("h1"), answer.words("h2"), forms


def test_it_names_no_provider_that_is_not_listed(visit):
    page = visit(GHANA, WEST, KENYA).get("/sign-in")

    assert "Sign-in" not in page.text.replace("Sign-in and", "")
    assert "127.0.0.1:9" not in page.text
    assert len(page.soup.select("datalist option")) > 200
    assert [f["name"] for f in page.soup.select("main input[type=text]")] == ["who"]


def test_a_listed_provider_is_shown_and_nothing_asked_where_it_is_alone(visit):
    house = provider("house", listed=True)
    alone, beside = visit(house).get("/sign-in"), visit(house, GHANA).get("/sign-in")

    assert alone.words("main button") == ["Continue with Sign-in house"]
    assert alone.soup.select("main input[type=text], datalist") == []
    assert beside.words("main button") == ["Continue with Sign-in house", "Continue"]


def test_without_any_provider_it_says_so(visit):
    assert visit().get("/sign-in").words(".empty h2") == ["Nobody can sign in yet"]


def test_several_ways_for_one_member_are_offered_for_it_alone(visit):
    client = visit(GHANA, WEST, KENYA)
    client.get("/sign-in")
    page = client.post("/sign-in", {"who": "ghana", "next": "/practices"}, status=200)

    assert page.words("main button") == [
        "Continue with Sign-in gha", "Continue with Sign-in west", "Continue",
    ]  # fmt: skip
    form = page.soup.select_one("main form")
    assert {f["name"]: f["value"] for f in form.select("input")}.items() >= {
        "next": "/practices", "provider": "gha", "who": "ghana",
    }.items()  # fmt: skip


def test_words_that_may_mean_several_members_are_offered_as_such(visit):
    client = visit(GHANA, KENYA)
    client.get("/sign-in")
    page = client.post("/sign-in", {"who": "guinea b"}, status=200)
    several = client.post("/sign-in", {"who": "korea"}, status=422)

    assert len(page.words(".note")) == 1
    names = ["Republic of Korea", "Democratic People's Republic of Korea"]
    assert sorted(several.words("fieldset button")) == sorted(names)
    assert several.soup.select_one("#f-who")["value"] == "korea"


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("", "Write the name of your state or organisation, or your work address."),
        ("Atlantis", "No member has this name. Write it as it stands in the directory."),
    ],
)
def test_what_cannot_be_read_is_told_and_kept(visit, who, sentence):
    client = visit(GHANA)
    client.get("/sign-in")
    page = client.post("/sign-in", {"who": who}, status=422)

    assert page.words(".problem li") == [sentence]
    assert page.soup.select_one("#f-who")["value"] == who


def test_known_and_unknown_persons_addresses_and_members_get_one_answer(visit, database):
    """Ghana's Focal Point is ghana@example.org; nobody else of these is known."""
    client = visit(KENYA)
    client.get("/sign-in")
    before = rows_hash(database, but=("throttle",))
    typed = ("ghana@example.org", "nobody@example.org", "x@y.example", "Denmark", "Tuvalu", "GHA")
    shapes = [shape(client.post("/sign-in", {"who": who}, status=200)) for who in typed]

    assert len({repr(one) for one in shapes}) == 1
    assert (
        "No sign-in is arranged for this yet."
        in client.post("/sign-in", {"who": "Denmark"}, status=200).text
    )
    assert rows_hash(database, but=("throttle",)) == before


def test_a_provider_down_is_told_on_the_sign_in_page_and_what_was_typed_stays(visit):
    client = visit(GHANA, KENYA)
    client.get("/sign-in")
    page = client.post("/sign-in", {"who": "Kenya", "next": "/practices"}, status=503)

    assert page.words("h1") == ["Sign in"]
    assert page.words(".note strong") == [
        "Your sign-in provider cannot be reached at present. Try again in a few minutes."
    ]
    assert page.soup.select_one("#f-who")["value"] == "Kenya"
    assert page.soup.select_one("main [name=next]")["value"] == "/practices"


@pytest.mark.parametrize("given", [{}, {"who": "Kenya"}, {"who": "x@mfa.example.org"}])
def test_a_provider_that_was_not_offered_is_refused(visit, given):
    client = visit(GHANA, KENYA)
    client.get("/sign-in")

    client.post("/sign-in", {**given, "provider": "gha"}, status=400)
    client.post("/sign-in", {**given, "provider": "none"}, status=400)
    client.post("/sign-in", {"who": "me@mfa.example", "provider": "gha"}, status=503)


def test_in_french_the_members_have_their_french_names_and_either_is_understood(visit):
    client = visit(GHANA, KENYA)
    client.client.cookies.set("language", "fr")
    page = client.get("/sign-in")
    names = {o["value"] for o in BeautifulSoup(page.text, "html5lib").select("datalist option")}

    assert {"Allemagne", "Côte d’Ivoire"} <= names
    for who in ("Allemagne", "Germany"):
        assert client.post("/sign-in", {"who": who}, status=200).words(".note p")


def test_under_another_name_of_the_portal_the_sign_in_begins_at_its_own_address(settings):
    """A provider leads back to the portal's own address, where another name's cookies are not."""
    app = create_app(settings.model_copy(update={"allowed_hosts": ("other.example",)}))
    with TestClient(app, base_url="http://other.example", follow_redirects=False) as client:
        answer = client.get("/sign-in?next=/practices/new")
        assert answer.status_code == 303
        assert answer.headers["location"] == "http://testserver/sign-in?next=%2Fpractices%2Fnew"
        assert client.get("/manual").status_code == 200
    with TestClient(app, follow_redirects=False) as client:
        assert client.get("/sign-in?next=/practices/new").status_code == 200
