"""A request for assistance from the question to its result, in the French interface."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.holdings import held, ids

pytestmark = pytest.mark.browser

WHAT = {
    "title": "Lire les signes ensemble",
    "outcome": "Que trois ministères lisent les mêmes signes — « ensemble » & <tôt>.",
}
NOTE = "Les trois ministères se réunissent chaque lundi."
TERMS = {
    "what": "Deux entretiens par vidéo.",
    "who": "Les deux bureaux.",
    "when": "En janvier.",
    "costs": "Rien n’est payé.",
    "confidentiality": "Rien.",
}
OFFERS = {
    "ghana": "Nous pouvons montrer notre page du lundi.",
    "denmark": "Deux heures par vidéo en janvier.",
}


def shot(visitor, name):
    """Keep a picture for whoever asks for one."""
    folder = os.environ.get("PICTURES", "")
    for width in (360, 1280) if folder else ():
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_help_is_asked_for_offered_accepted_and_closed(visitor, holdings):
    known = ids(holdings)
    costa_rica = visitor("focal-point-cri", locale="fr")
    place = ask(costa_rica)

    editor = visitor("editor", locale="fr")
    editor.go("/desk")
    editor.follow(WHAT["title"])
    authenticate = f"form[action='{place}/authenticate'] button"
    editor.press(authenticate, "main:not(:has(form[action$='/authenticate']))")
    costa_rica.go(place)
    shot(costa_rica, "consent")
    costa_rica.press(f"form[action='{place}/open'] button", "main:not(:has(form[action$='/open']))")

    helpers = {"ghana": visitor("focal-point-gha", locale="fr"),
               "denmark": visitor("focal-point-dnk", locale="fr")}  # fmt: skip
    for name, helper in helpers.items():
        offer(helper, place, OFFERS[name])

    answer_offers(costa_rica, place)
    assert [len(offers_seen(h, place)) for h in helpers.values()] == [1, 1]
    settle(helpers["denmark"], costa_rica, place)
    start_and_close(costa_rica, place)

    stranger, public = visitor("focal-point-tls", locale="fr"), visitor(locale="fr")
    nowhere(stranger, public, place)
    assert held(holdings, known) == HELD


def ask(costa_rica, *, sealed: bool = False) -> str:
    """Ask in five steps, one bad answer on the way; return the address of the request."""
    costa_rica.go("/assistance/new")
    assert costa_rica.page.locator("html").get_attribute("lang") == "fr"
    costa_rica.fill(**WHAT)
    with costa_rica.refused(422):
        costa_rica.press("button[value=continue]", ".problem")
    assert costa_rica.typed(*WHAT) == WHAT
    costa_rica.tick("themes", "early-warning")
    costa_rica.press("button[value=continue]", "#f-modalities")
    place = costa_rica.path.removesuffix("/how")
    costa_rica.tick("modalities", "video-talk")
    costa_rica.tick("languages", "fr", "en")
    costa_rica.press("button[value=continue]", "#f-circle")
    costa_rica.tick("circle", "chosen")
    costa_rica.add_reader("members:GHA")
    costa_rica.add_reader("members:DNK", by_button=False)
    if sealed:
        costa_rica.tick("appears", "sealed")
    costa_rica.press("button[value=continue]", "#f-contact")
    costa_rica.press("button[value=continue]", "#f-harmless")
    with costa_rica.refused(422):
        costa_rica.press(f"form[action='{place}/check'] button", ".problem")
    costa_rica.tick("harmless", "yes")
    costa_rica.press(f"form[action='{place}/check'] button", "main:not(:has(#f-harmless))")
    return place


def offer(helper, place: str, message: str) -> None:
    """Find the request among those addressed to one's office, and offer help."""
    helper.go("/assistance")
    helper.follow(WHAT["title"])
    helper.fill(message=message)
    with helper.refused(422):
        helper.press(f"form[action='{place}/offers'] button", ".problem")
    assert helper.typed("message") == {"message": message}
    helper.tick("modalities", "video-talk")
    helper.tick("languages", "fr")
    helper.press(f"form[action='{place}/offers'] button", f"li:has-text('{message}')")


def answer_offers(costa_rica, place: str) -> None:
    """Accept Denmark's offer and decline Ghana's."""
    costa_rica.go(place)
    denmark = f"li:has-text('{OFFERS['denmark']}')"
    costa_rica.press(f"{denmark} form[action$='/accept'] button", f"{denmark}:not(:has(form))")
    ghana = f"li:has-text('{OFFERS['ghana']}')"
    costa_rica.press(f"{ghana} form[action$='/decline'] button", f"{ghana}:not(:has(form))")


def offers_seen(helper, place: str) -> list[str]:
    """Return the offers that a helper sees: its own."""
    helper.go(place)
    return helper.page.locator("section[aria-labelledby=h-offers] li").all_inner_texts()


def settle(denmark, costa_rica, place: str) -> None:
    """Write the terms on one side and confirm them on the other; before, no work starts."""
    with costa_rica.refused(409):
        costa_rica.press(f"form[action='{place}/start'] button", ".note.stop")
    denmark.go(place)
    denmark.go(denmark.page.locator("a[href$='/terms']").get_attribute("href"))
    with denmark.refused(422):
        denmark.press("form[action$='/terms'] button", ".problem")
    denmark.fill(**TERMS)
    denmark.press("form[action$='/terms'] button", "#h-now ~ div .read")
    costa_rica.go(denmark.path)
    shot(costa_rica, "terms")
    costa_rica.press("form[action$='/confirm'] button", ".note.well")
    costa_rica.go(f"{place}/steer")
    shot(costa_rica, "steer")
    costa_rica.go(place)
    shot(costa_rica, "agreed")


def start_and_close(costa_rica, place: str) -> None:
    """Say that work has started, then close with the result."""
    costa_rica.press(f"form[action='{place}/start'] button", f"form[action='{place}/close']")
    with costa_rica.refused(422):
        costa_rica.press(f"form[action='{place}/close'] button", ".problem")
    costa_rica.tick("result", "met")
    costa_rica.fill(note=NOTE)
    costa_rica.press(f"form[action='{place}/close'] button", f"section:has-text('{NOTE}')")


def nowhere(stranger, public, place: str) -> None:
    """The request is nowhere for a member it does not address, nor for the public."""
    for part in ("", "/what", "/how", "/readers", "/contacts", "/check", "/audience"):
        stranger.not_found(place + part)
        public.go(place + part)
        assert public.path.startswith("/sign-in?next="), part
    assert stranger.api(f"/api/v1{place}") == 404
    stranger.go("/assistance")
    assert WHAT["title"] not in stranger.page.locator("main").inner_text()
    for person in (stranger, public):
        person.go("/search?q=signes")
        assert WHAT["title"] not in person.page.locator("main").inner_text()


HELD = {
    "items": [
        (
            "request 1", "closed", "CRI", "members:DNK,GHA",
            "member:CRI member:DNK member:GHA secretariat", "R2P/year/REQ/001", "fr",
            "focal-point-cri",
        ),
        (
            "offer 1", "declined", "GHA", "members:CRI",
            "member:CRI member:GHA secretariat", "", "fr", "focal-point-gha",
        ),
        (
            "offer 2", "accepted", "DNK", "members:CRI",
            "member:CRI member:DNK secretariat", "", "fr", "focal-point-dnk",
        ),
    ],
    "comments": [],
    "offers": [("offer 1", "request 1", "GHA"), ("offer 2", "request 1", "DNK")],
    "editions": [(1, "major", "First edition.")],
    "waiting": [
        ("offer 2", "member:CRI", "offer-outcome"),
        ("offer 2", "member:DNK", "offer-outcome"),
    ],
    "notices": [
        ("offer 1", "member:GHA", "offer-declined"),
        ("offer 2", "member:CRI", "offer-terms-agreed"),
        ("offer 2", "member:DNK", "offer-accepted"),
        ("offer 2", "member:DNK", "offer-terms-agreed"),
        ("request 1", "member:CRI", "request-opened"),
        ("request 1", "member:DNK", "request-closed"),
        ("request 1", "member:DNK", "request-started"),
    ],
    "letters": [
        ("administrator", "request 1", 1),
        ("alternate-gha", "request 1", 1),
        ("editor", "request 1", 1),
        ("focal-point-cri", "request 1", 5),
        ("focal-point-dnk", "request 1", 2),
        ("focal-point-gha", "request 1", 1),
    ],
    "record": [
        ("assistance:request:created", "focal-point-cri", "request 1"),
        ("assistance:request:changed", "focal-point-cri", "request 1"),
        ("assistance:request:changed", "focal-point-cri", "request 1"),
        ("assistance:request:changed", "focal-point-cri", "request 1"),
        ("assistance:request:submitted", "focal-point-cri", "request 1"),
        ("assistance:request:viewed", "editor", "request 1"),
        ("assistance:request:authenticated", "editor", "request 1"),
        ("assistance:request:opened", "focal-point-cri", "request 1"),
        ("assistance:offer:made", "focal-point-gha", "offer 1"),
        ("assistance:offer:made", "focal-point-dnk", "offer 2"),
        ("assistance:offer:accepted", "focal-point-cri", "offer 2"),
        ("assistance:request:agreed", "focal-point-cri", "request 1"),
        ("assistance:offer:declined", "focal-point-cri", "offer 1"),
        ("assistance:terms:changed", "focal-point-dnk", "offer 2"),
        ("assistance:terms:confirmed", "focal-point-cri", "offer 2"),
        ("assistance:request:started", "focal-point-cri", "request 1"),
        ("assistance:request:closed", "focal-point-cri", "request 1"),
    ],
}  # fmt: skip


def test_accepted_help_is_taken_back_in_place(visitor):
    costa_rica = visitor("focal-point-cri", locale="fr")
    place = ask(costa_rica)
    editor, denmark = visitor("editor"), visitor("focal-point-dnk")
    editor.go(place)
    editor.press(f"form[action='{place}/authenticate'] button", ".note.well")
    costa_rica.go(place)
    costa_rica.press(f"form[action='{place}/open'] button", ".note.well")
    offer(denmark, place, OFFERS["denmark"])
    costa_rica.go(place)
    costa_rica.press("form[action$='/accept'] button", ".note.well")
    assert costa_rica.read(".note.well p") == [
        "Acceptée. Le bureau qui a fait l’offre en est informé."
    ]

    denmark.go(place)
    denmark.page.locator("li summary").click()
    denmark.press("form[action$='/take-back'] button", "#f-message")
    said = denmark.read(".note.well p, .head .st:first-child, #h-offers")
    assert said == ["Open", "Taken back. The office that asked has been told.", "Your offer"]
    assert denmark.typed("message") == {"message": OFFERS["denmark"]}
    assert denmark.path == (place if denmark.script else f"{place}?said=take_back")
    if denmark.script:
        expect(denmark.page.locator(".note.well")).to_be_focused()
    costa_rica.go("/home")
    told = costa_rica.read("section[aria-labelledby=h-news] li:first-child h3 + p")
    assert told == ["Un membre a retiré son offre."]
