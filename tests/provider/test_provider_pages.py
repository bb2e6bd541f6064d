"""What people see: two languages, whole HTML, no script, and the headers of every answer."""

import httpx
import pytest
from provider_party import CALLBACK, HTML, MOUNT, Party, parse, words
from starlette.applications import Starlette

from provider import Person, ProviderConfig
from provider.application import create_app
from provider.personas import PERSONAS
from provider.words import LANGUAGES, WORDS, catalogue, choose_language, words_in

CLOSED = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; form-action 'none'"
)


def test_the_page_offers_the_nine_people_in_their_groups(party: Party):
    groups = {
        section.find(f"{HTML}h2").text: [
            (button.get("name"), button.get("value"), button.get("data-persona"), button.text)
            for button in section.iter(f"{HTML}button")
        ]
        for section in parse(party.authorize()).iter(f"{HTML}section")
    }
    titles = {"secretariat": "Secretariat", "focal-points": "Focal Points", "others": "Others"}
    assert groups == {
        title: [
            ("persona", person.persona, person.persona, person.label)
            for person in PERSONAS
            if person.group == group
        ]
        for group, title in titles.items()
    }


def test_the_ten_people_are_those_that_others_rely_on():
    assert [person.persona for person in PERSONAS] == [
        *("editor", "administrator", "director", "focal-point-gha", "focal-point-dnk"),
        *("focal-point-cri", "focal-point-tls", "alternate-gha", "organisation-eu", "uninvited"),
    ]
    assert {person.name.endswith(" (demonstration)") for person in PERSONAS} == {True}


def test_every_word_and_every_person_is_told_in_french():
    french = catalogue("fr")
    known = [
        *WORDS.values(),
        *(words for one in PERSONAS for words in (one.label, one.description)),
    ]
    assert LANGUAGES == ("en", "fr")
    assert [words for words in known if french.gettext(words) == words] == []
    assert {words: catalogue("en").gettext(words) for words in known} == {w: w for w in known}
    assert words_in("fr").keys() == WORDS.keys()


@pytest.mark.parametrize(
    ("ui_locales", "accept", "language"),
    [
        ("", "", "en"),
        ("fr", "en", "fr"),
        ("de fr-CA en", "en", "fr"),
        ("en", "fr", "en"),
        ("xx", "fr", "fr"),
        ("", "de, fr;q=0.7, en;q=0.8", "en"),
        ("", "fr-CH, en;q=0.9", "fr"),
        ("", "fr;q=0, en", "en"),
        ("", "fr;q=x, *;q=0.5", "en"),
        ("", "FR_fr", "fr"),
        ('"><', ";;q=,,", "en"),
    ],
)
def test_the_language_is_chosen(ui_locales, accept, language):
    assert choose_language(ui_locales, accept) == language


def test_the_page_speaks_french(party: Party):
    page = party.authorize(ui_locales="fr")
    document = parse(page)
    assert (document.get("lang"), page.headers["content-language"]) == ("fr", "fr")
    labels = [button.text for button in document.iter(f"{HTML}button")]
    assert labels == [catalogue("fr").gettext(person.label) for person in PERSONAS] + [
        words_in("fr")["cancel"]
    ]
    assert document.find(f".//{HTML}form").get("action") == f"{MOUNT}/authorize?ui_locales=fr"


def test_a_refusal_keeps_the_language_of_the_page(party: Party):
    form = {"interaction": "x", "persona": "editor"}
    page = party.http.post(party.url("authorize?ui_locales=fr"), data=form)
    assert words(page) == f"{words_in('fr')['refused']} {words_in('fr')['late']}"


def test_the_page_says_where_one_returns_and_escapes_what_it_is_given(party: Party):
    page = party.authorize(state='"><script>', login_hint="<b>", ui_locales='"><i>')
    text = words(page)
    assert WORDS["lede"] in text
    assert "Afterwards you return to 127.0.0.1:8000." in text
    heads = [node.text for node in parse(page).iter(f"{HTML}title")]
    assert heads == ["Choose who you are · Demonstration <provider> & friends"]
    tags = {node.tag for node in parse(page).iter()}
    assert tags & {f"{HTML}script", f"{HTML}style", f"{HTML}b", f"{HTML}i"} == set()
    assert [node.attrib for node in parse(page).iter() if "style" in node.attrib] == []


def test_descriptions_are_tied_to_their_buttons(party: Party):
    document = parse(party.authorize())
    about = {node.get("id"): node.text for node in document.iter(f"{HTML}p") if node.get("id")}
    assert about == {f"about-{person.persona}": person.description for person in PERSONAS}
    tied = [
        b.get("aria-describedby") for b in document.iter(f"{HTML}button") if b.get("value") != "yes"
    ]
    assert tied == list(about)


def test_every_answer_carries_the_headers(party: Party):
    token = {"Authorization": f"Bearer {party.tokens()['access_token']}"}
    ticket = party.ticket()
    big = "x" * 20_000
    answers = {
        "page": party.authorize(),
        "refused": party.authorize(redirect_uri="https://evil.example"),
        "back": party.authorize(prompt="none"),
        "chosen": party.choose(ticket),
        "late": party.choose(ticket),
        "discovery": party.http.get(party.url(".well-known/openid-configuration")),
        "jwks": party.http.get(party.url("jwks")),
        "style": party.http.get(party.url("provider.css")),
        "token": party.exchange(party.code()),
        "no token": party.exchange("x"),
        "userinfo": party.http.get(party.url("userinfo"), headers=token),
        "no userinfo": party.userinfo("x"),
        "left": party.http.get(party.url("end_session")),
        "missing": party.http.get(party.url("nowhere/at/all")),
        "method": party.http.put(party.url("token")),
        "too long": party.http.post(party.url("token"), data={"code": big}),
    }
    statuses = [200, 400, 303, 303, 400, 200, 200, 200, 200, 400, 200, 401, 200, 404, 405, 413]
    assert [answer.status_code for answer in answers.values()] == statuses
    for name, answer in answers.items():
        assert_headers(answer, "page" if name == "page" else "other")


def assert_headers(answer: httpx.Response, kind: str) -> None:
    ways = f"'self' {CALLBACK.partition('/sign-in')[0]}" if kind == "page" else "'none'"
    assert {
        name: answer.headers.get_list(name)
        for name in (
            *("cache-control", "x-content-type-options", "referrer-policy"),
            *("content-security-policy", "cross-origin-opener-policy"),
            *("cross-origin-resource-policy", "set-cookie"),
        )
    } == {
        "cache-control": ["no-store"],
        "x-content-type-options": ["nosniff"],
        "referrer-policy": ["same-origin" if kind == "page" else "no-referrer"],
        "content-security-policy": [CLOSED.replace("form-action 'none'", f"form-action {ways}")],
        "cross-origin-opener-policy": ["same-origin"],
        "cross-origin-resource-policy": ["same-origin"],
        "set-cookie": [],
    }


def test_missing_and_misused_addresses_get_a_page(party: Party):
    missing, method = party.http.get(party.url("nowhere")), party.http.delete(party.url("jwks"))
    assert words(missing) == f"{WORDS['refused']} {WORDS['missing']}"
    assert words(method) == f"{WORDS['refused']} {WORDS['method']}"
    assert sorted(method.headers["allow"].split(", ")) == ["GET", "HEAD"]
    style = [link.get("href") for link in parse(missing).iter(f"{HTML}link")]
    assert style == [f"{MOUNT}/provider.css"]


def test_the_stylesheet_knows_no_left_and_no_other_server(party: Party):
    sheet = party.http.get(party.url("provider.css"))
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    for word in ("left", "right", "url(", "@import", "width:", "!important"):
        assert word not in sheet.text.replace("min-width: 40rem", ""), word


async def ask(app: Starlette, path: str, root: str = "") -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, root_path=root)
    async with httpx.AsyncClient(transport=transport, base_url="https://id.example.org") as client:
        return await client.get(path)


@pytest.mark.anyio
@pytest.mark.parametrize("root", ["", "/behind/a/proxy"])
async def test_links_follow_the_root_path(make_config, root):
    app = create_app(make_config("https://id.example.org"))
    page = await ask(app, "/end_session", root)
    assert [link.get("href") for link in parse(page).iter(f"{HTML}link")] == [
        f"{root}/provider.css"
    ]


@pytest.mark.anyio
async def test_a_fault_of_our_own_is_a_page_with_the_same_headers(make_config):
    class BrokenStore:
        """A store whose database has gone away."""

        def __getattr__(self, name: str) -> object:
            raise ConnectionError(name)

    app = create_app(make_config("https://id.example.org"), BrokenStore())
    party = Party(None, "https://id.example.org")
    page = await ask(app, str(httpx.URL("/authorize", params=party.request())))
    assert page.status_code == 500
    assert words(page) == f"{WORDS['refused']} {WORDS['fault']}"
    assert_headers(page, "other")


@pytest.mark.anyio
async def test_people_come_from_the_configuration(key_path, make_config):
    people = [
        Person("s-1", "Ana <b>", "ana@example.org", "en", "ana", "Ana & co", "<i>Writes</i>"),
    ]
    base = make_config("https://id.example.org")
    config = ProviderConfig(base.issuer, base.clients, people, key_path, "Another")
    party = Party(None, base.issuer)
    path = str(httpx.URL("/authorize", params=party.request(ui_locales="fr")))
    document = parse(await ask(create_app(config), path))
    heads = [node.text for node in document.iter(f"{HTML}h2")]
    assert heads == ["Autres"]
    (item,) = document.iter(f"{HTML}li")
    assert (item.get("lang"), item.find(f"{HTML}button").text) == ("en", "Ana & co")
    assert item.find(f"{HTML}p").text == "<i>Writes</i>"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
