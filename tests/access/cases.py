"""Every route with the things it is asked for: a route that is not here fails the matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from app.access.policy import P
from app.assistance.blind.rules import week_of
from app.core import clock
from tests.access.by_programme import acts_of
from tests.access.cells import OPEN, Case, Gets, about, seat
from tests.access.roles import NETWORK, ROLES, A, B

PAPER = {"authority": "The Minister", "evidence": "Note 1"}
WHAT = {
    "title": "A title",
    "summary": "What came of it.",
    "description": "What it is.",
    "themes": "early-warning",
    "language": "en",
}
ASKED = {
    "title": "A request",
    "outcome": "To be able to do it.",
    "themes": "early-warning",
    "language": "en",
}
HOW = {"modalities": "video-talk", "languages": "en", "for_whom": "Two ministries"}
OFFER = {"message": "Two talks.", "modalities": "video-talk", "languages": "en"}
MANUAL = {"edition": "1", "language": "en", "chapter": "appointing"}
SECTION = {**MANUAL, "section": "mb6gqqxb"}
BLOCK = Case(at={"edition": "1", "block": "kpyfyqt4"})
FRENCH = {**MANUAL, "language": "fr"}
GHANA = {"code": "GHA"}
ANSWER = {"answer_id": "answer"}
PREPARED = {"letter_id": "prepared"}
MEMBER = Case(at=GHANA, stage="draft")
NAMED = {"name": "Somebody", "position": "Director"}
TOMORROW = str(clock.today() + timedelta(days=1))
CONTESTED = Case(at={"office_id": "contested"})
SECOND = Case(
    at={"what": "review", "key": "waits"},
    stage="mission_contact",
    only=("director", "Focal Point of C"),
)
EDITION_ASKED = replace(SECOND, at={"key": "submission"})
NOMINATION = Case(at={"nomination_id": "nomination"})
NOMINATED = Case(
    at={"nomination_id": "nomination", "file_id": "paper of nomination"}, only=("administrator",)
)
WISH = {
    "gives": "sign-in", "reason": "provider", "checked": "in-person", "checked_words": "On Monday.",
}  # fmt: skip
HELPED = Case(at={"person_id": "helped"}, form={"seen": "helped-first"})
CODED = Case(at={"person_id": "coded"}, form={"seen": "helped-coded"})
READMITTED = Case(at={"person_id": "readmitted"}, form={"seen": "helped-again"})

_BEING_WRITTEN = ("draft", "submitted", "returned")
_OF_PRACTICES = (
    *_BEING_WRITTEN,
    "on_behalf",
    "published",
    "withdrawn",
    "taken",
    "approved",
    "retired",
    "hidden",
)
_OF_REQUESTS = (
    *_BEING_WRITTEN, "open", "in_talks", "agreed", "under_way", "closed", "withdrawn",
)  # fmt: skip
PRACTICES = [about(f"practice {stage}") for stage in _OF_PRACTICES]
STANDING = [about(f"standing {stage}", version="1") for stage in ("standing", "withdrawn")]
SEATS = [about(f"seat {stage}", version="1") for stage in ("draft", "published", "withdrawn")]
SEAT = {
    "title": "A week", "about": "Five days.", "kind": "visit", "themes": "early-warning",
    "languages": "en", "place": "Accra", "starts": TOMORROW, "ends": TOMORROW,
    "apply_by": TOMORROW, "places": "2", "cost": "Free", "circle": "network", "language": "en",
}  # fmt: skip
PLACE_ASKED = {"application_id": "application"}
ADAPTED = [about(f"adaptation {stage}") for stage in ("recorded", "hidden", "withdrawn")]
RECORDED = {
    "verdict": "adopted", "changed": "", "why": "It fits.", "conditions": "", "cost": "",
    "effort": "", "led_to": "", "readers": "members", "language": "en",
}  # fmt: skip
GIVEN = {
    "summary": "Two talks",
    "themes": "early-warning",
    "modalities": "video-talk",
    "languages": "en",
    "capacity": "Two talks a year",
    "per_year": "2",
    "valid_until": TOMORROW,
    "language": "en",
}
REQUESTS = [about(f"request {stage}") for stage in _OF_REQUESTS]
SOME = [about("request draft"), about("request submitted"), about("request agreed")]
ENTERED = Case(("practice entered",), stage="published", form={"version": "3"}, entered=True)
GROUP, OFFICE = about("practice group"), about("practice office")
UNNAMED = Case(("practice unnamed",), stage="published", form={"version": "1"})
KEPT = replace(about("practice draft"), only=())
IN_DATA = Case(("practice published",))
NOT_IN_DATA = [Case((f"practice {stage}",), only=()) for stage in ("draft", "withdrawn")]
HISTORY = Case(
    at={"person_id": "person"}, only=("Focal Point of A", "administrator"), also=P.PEOPLE_HISTORY
)
OWN_OFFICE = Case(
    form={"office": "own"},
    only=[role for role in ROLES if role not in {"invited, not active", "suspended", "guest"}],
    otherwise=Gets.REFUSED,
)
SUBMITTED = Case(at={"key": "submission"})
SUGGESTED = Case(("suggestion",), stage="submitted")
REMARK = Case(("comment on manual",), {"block": "kpyfyqt4"}, "submitted", {"comment": "Words."})
TALKED = Case(
    ("practice published", "comment on practice"),
    {"comment_id": "comment on practice"},
    "published",
)
CONSULTED = Case(("consultation",))
CLEARED = Case(("clearance",), stage="draft")
ROUND = Case(("round",), stage="draft")
REQUEST_ROUND = Case(("request round",), stage="draft")
QUESTION = Case(("question",), {"asked_id": "question"}, "asked", offered=True)
CONTRIBUTED = Case(("contribution",), stage="submitted")
CAME = '{"blocks":[],"comments":[],"tracked":[],"lines":[],"marked":true}'
FIELDS_CAME = '{"fields":{"summary":["Less."]},"notes":{},"lines":[]}'
CLEARING = {
    "what": "vakj772ybnd3", "marking": "For clearance", "readers": "Justice", "deadline": TOMORROW,
}  # fmt: skip
ASKING = {
    "title": "A title", "asked": "Is it right?", "begins": TOMORROW, "seen": "",
    "until": str(clock.today() + timedelta(days=9)),
}  # fmt: skip
DIFFERENT = {"wording": "Other words.", "reason": "Clearer.", "seen": ""}
LENT = Case(at={"guest_id": "lent"}, only=("guest",))
ASKED_LENT = Case(at={"guest_id": "lent request"}, only=("guest",))
INVITED = {"token": "guest token"}
VOICE = Case(at={"guest_id": "voice"}, only=("guest",))
KNOWN = Case(("consultation",), {"guest_id": "voice"})
CODE = Case(form={"code": "nothing"})
SAID = {"words": "Right.", "naming": "withheld"}
VOICED = {
    "name": "Ada", "organisation": "Institute", "way": "code", "last_day": TOMORROW, "second": "x",
}  # fmt: skip
UNTIL = str(clock.today() + timedelta(days=7))
INVITEE = {
    "name": "Kofi", "address": "kofi@example.org", "ministry": "Justice", "last_day": UNTIL,
}  # fmt: skip
FOLLOWED = Case(at={"follow_id": "follow"}, only=("Focal Point of A",))
OFFERED = ("request offered", "offer offered")
AGREEING = Case(OFFERED, stage="open", only=(*A, *B), otherwise=Gets.REFUSED)
SHARING = replace(AGREEING, also=P.WORK_SHARE)
TALKING = replace(AGREEING, also=P.TALK_SHARE)
WORD_OF_TALK, DATE_OF_TALK = {"word_id": "word"}, {"moment_id": "moment"}
PROPOSED = {"day_1": TOMORROW, "time_1": "10:00", "minutes": "60"}
CARD = {"card_id": "card"}
COULD = {
    "modalities": "video-talk", "week": str(week_of(clock.today())), "capacity": "days",
}  # fmt: skip
STEP = {"step_id": "step"}
PLANNED = {"kind": "task", "what": "Said.", "side": "both", "due": TOMORROW}
LEARNED = [
    replace(about("request closed"), only=(*A, *B), otherwise=Gets.REFUSED),
    *(
        replace(about(f"request {stage}"), only=A, otherwise=Gets.REFUSED)
        for stage in ("draft", "open")
    ),
]
TERMED = dict.fromkeys(("what", "who", "when", "costs", "confidentiality"), "Said.")
TRANSLATED = [
    Case((f"practice {stage}",), {"language": "es"}, stage) for stage in ("published", "retired")
]
TRANSLATING = [
    replace(one, form={"version": "0", "of": "1", "title": "Una página"}) for one in TRANSLATED
]
OFFERED_WORDS = Case(
    ("practice published",), {"language": "fr", "member": "DNK"}, "published", {"version": "2"}
)


def _practices(**form: str) -> Sequence[Case]:
    return [about(f"practice {stage}", version="1", **form) for stage in _OF_PRACTICES]


def _files(*stages: str) -> Sequence[Case]:
    return [Case((f"practice {stage}",), {"file_id": f"file {stage}"}, stage) for stage in stages]


def _request_files(*stages: str) -> Sequence[Case]:
    return [
        Case((f"request {stage}",), {"file_id": f"file of request {stage}"}, stage)
        for stage in stages
    ]


PROVED = Case(
    ("record of offices",), {"appointment_id": "appointment", "file_id": "paper"}, "alternate"
)
LETTER = Case(("practice on_behalf",), {"file_id": "letter"}, "on_behalf")
ENTRY = Case(("request on_behalf",), {"file_id": "letter of request"}, "on_behalf")
ENTITY = Case(("request open",), {"code": "UN-DEMO", "file_id": "letter of entity"}, "open")
BY_LETTER = {
    "asked_on": str(clock.today()), "answer": "offers", "message": "Two talks.", "period": "May",
    "modalities": "video-talk", "languages": "en", "language": "en",
}  # fmt: skip
TALK = Case(OFFERED, {"file_id": "file of talk"}, stage="standing", both=True)


def _steps(step: str, **form: str) -> Sequence[Case]:
    return [
        Case((f"practice {stage}",), {"step": step}, stage, {"version": version, **form})
        for stage, version in (
            ("draft", "1"),
            ("submitted", "2"),
            ("returned", "3"),
            ("on_behalf", "1"),
        )
    ]


def _drafts(**form: str) -> Sequence[Case]:
    """Return the cases of what is being written, for who changes it or hands it in as a whole."""
    return [replace(one, at={}) for one in _steps("what", **form)]


_ALONE = (
    "/", "/about/accessibility", "/about/audiences", "/about/contact", "/about/data",
    "/about/network", "/about/privacy", "/about/programmes",
    "/account", "/account/confirm", "/account/data",
    "/account/notices", "/account/passkeys/code", "/account/passkeys/new",
    "/account/recovery", "/account/second-factor",
    "/account/security",
    "/account/tokens", "/account/check-word", "/account/calendar",
    "/assistance/figures", "/assistance/notes",
    "/api/v1/assistance", "/api/v1/directory", "/api/v1/manual", "/api/v1/openapi.json",
    "/api/v1/practices", "/api/v1/search", "/api/v1/following", "/api/v1/office/practices",
    "/api/v1/office/requests", "/api/v1/office/offers", "/api/v1/office/open-seats",
    "/assistance", "/assistance/enter", "/assistance/new", "/by-code",
    "/desk", "/desk/answers", "/desk/answers/new", "/desk/letters", "/desk/requests",
    "/directory", "/directory/colleagues", "/directory/facilitating", "/directory/offices/table",
    "/directory/organisations", "/directory/organisations/table",
    "/directory/organisations/table.csv", "/healthz", "/home", "/incident",
    "/incident/edit", "/manual", "/manual/compare", "/manual/on", "/manual/edit", "/manual/reading",
    "/manual/comments", "/manual/discuss",
    "/manual/consultations", "/manual/consult",
    "/manual/links", "/manual/suggest", "/manual/suggestions",
    "/manual/clear", "/manual/clearances",
    "/manual/translate", "/manual/publish",
    "/practices", "/practices/download", "/practices/enter", "/practices/import",
    "/practices/enter/import", "/practices/enter/import/template.csv",
    "/practices/import/template.csv", "/practices/new", "/practices/picture",
    "/practices/unnamed", "/readyz",
    "/following", "/following/new", "/practices/feed",
    "/search", "/sign-in",
    "/sign-in/done", "/standing-offers", "/standing-offers/new", "/api/v1/standing-offers",
    "/open-seats", "/open-seats/new", "/open-seats/wishes", "/open-seats/feed",
    "/open-seats/table.csv", "/open-seats/figures", "/api/v1/open-seats", "/directory/entities",
)  # fmt: skip
"""Pages about no thing in particular."""

FIGURES = ("/desk/figures", "/desk/figures/waiting.csv", "/desk/figures/silent.csv")
"""What nobody finds but the staff of the Secretariat."""

PAGES: Mapping[str, Sequence[Case]] = {
    **dict.fromkeys(_ALONE, (OPEN,)),
    "/api/v1/assistance/{item_id}": REQUESTS,
    "/api/v1/directory/{code}": [MEMBER],
    "/api/v1/manual/{edition}/{language}/{chapter}": [Case(at=MANUAL)],
    "/api/v1/manual/blocks/{block}": [BLOCK],
    "/api/v1/manual/blocks/{block}/{edition}": [BLOCK],
    "/api/v1/manual/compare/{a}/{b}": [Case(at={"a": "1", "b": "1"})],
    "/api/v1/standing-offers/{item_id}": STANDING,
    "/api/v1/open-seats/{item_id}": SEATS,
    "/open-seats/feed/{token}": [Case(at={"token": "seat feed"})],
    "/open-seats/figures/{year}/table.csv": [Case(at={"year": str(clock.today().year)})],
    "/open-seats/{item_id}": SEATS,
    "/open-seats/{item_id}/apply": [about("seat published")],
    "/open-seats/{item_id}/change": SEATS,
    "/open-seats/{item_id}/history": SEATS,
    "/api/v1/practices/{item_id}": [IN_DATA, GROUP, OFFICE, *NOT_IN_DATA],
    "/api/v1/practices/{item_id}/files/{file_id}": [
        *_files("published"),
        *(replace(one, only=()) for one in _files("draft", "withdrawn")),
    ],
    "/api/v1/assistance/{item_id}/files/{file_id}": _request_files(*_OF_REQUESTS),
    "/api/v1/assistance/{item_id}/offers/{offer_id}/files/{file_id}": [TALK],
    "/api/v1/assistance/{item_id}/offers/{offer_id}/terms": [Case(OFFERED, stage="open")],
    "/api/v1/assistance/{item_id}/offers/{offer_id}/plan": [Case(OFFERED, stage="open")],
    "/api/v1/assistance/{item_id}/offers/{offer_id}/talk": [Case(OFFERED, stage="open")],
    "/api/v1/assistance/{item_id}/offers/{offer_id}/after": [AGREEING],
    "/adaptations/{item_id}": ADAPTED,
    "/adaptations/{item_id}/change": ADAPTED[:2],
    "/adaptations/{item_id}/history": ADAPTED,
    "/adaptations/{item_id}/versions": ADAPTED,
    "/practices/{item_id}/comments/{comment_id}": [TALKED],
    "/practices/{item_id}/questions": [about("practice published"), GROUP, OFFICE],
    "/practices/{item_id}/names": [
        about("practice published"),
        *(replace(one, stage="published") for one in (GROUP, OFFICE)),
    ],
    "/practices/{item_id}/adaptations": [IN_DATA, GROUP, OFFICE, *NOT_IN_DATA],
    "/practices/{item_id}/adaptations/new": [about("practice published")],
    "/api/v1/practices/{item_id}/versions": [about("practice published"), GROUP, OFFICE, KEPT],
    "/api/v1/practices/{item_id}/versions/{number}": [
        replace(one, at={"number": "1"})
        for one in (about("practice published"), GROUP, OFFICE, KEPT)
    ],
    "/api/v1/practices/{item_id}/comments": [IN_DATA, GROUP, OFFICE, *NOT_IN_DATA],
    "/api/v1/adaptations/{item_id}": ADAPTED,
    "/api/v1/office/practices/{item_id}": [
        *(replace(about(f"practice {stage}"), only=A) for stage in _BEING_WRITTEN),
        replace(about("practice published"), only=()),
    ],
    "/api/v1/office/practices/{item_id}/files/{file_id}": [
        *(replace(one, only=A) for one in _files(*_BEING_WRITTEN)),
        *(replace(one, only=()) for one in _files("published")),
    ],
    "/api/v1/practices/{item_id}/adaptations": [IN_DATA, GROUP, OFFICE, *NOT_IN_DATA],
    "/appointments/{appointment_id}": [Case(at={"appointment_id": "appointment"})],
    "/appointments/{appointment_id}/evidence": [PROVED],
    "/appointments/{appointment_id}/evidence/{file_id}": [PROVED],
    "/assistance/{item_id}": REQUESTS,
    "/assistance/{item_id}/audience": SOME,
    "/assistance/{item_id}/check": SOME,
    "/assistance/{item_id}/clearance": SOME,
    "/assistance/{item_id}/contacts": SOME,
    "/assistance/{item_id}/note.pdf": [about("request draft")],
    "/assistance/{item_id}/files": REQUESTS,
    "/assistance/{item_id}/files/{file_id}": _request_files(*_OF_REQUESTS),
    "/assistance/{item_id}/guests": REQUESTS,
    "/assistance/{item_id}/history": SOME,
    "/assistance/{item_id}/steer": SOME,
    "/assistance/{item_id}/widen": SOME,
    "/assistance/{item_id}/wider": SOME,
    "/assistance/{item_id}/letter": [ENTRY],
    "/assistance/{item_id}/letter/{file_id}": [ENTRY],
    "/assistance/{item_id}/entities/{code}": [ENTITY],
    "/assistance/{item_id}/entities/{code}/papers": [ENTITY],
    "/assistance/{item_id}/entities/{code}/papers/{file_id}": [ENTITY],
    "/assistance/{item_id}/offers/{offer_id}/talk": [Case(OFFERED, stage="open")],
    "/assistance/{item_id}/offers/{offer_id}/talk/dates/{moment_id}": [
        replace(AGREEING, at=DATE_OF_TALK)
    ],
    "/assistance/{item_id}/offers/{offer_id}/plan": [Case(OFFERED, stage="open")],
    "/assistance/{item_id}/offers/{offer_id}/plan/{step_id}": [replace(AGREEING, at=STEP)],
    "/assistance/{item_id}/offers/{offer_id}/after": [AGREEING],
    "/assistance/{item_id}/practice": LEARNED,
    "/assistance/{item_id}/offers/{offer_id}/terms": [Case(OFFERED, stage="open")],
    "/assistance/{item_id}/how": SOME,
    "/assistance/{item_id}/offers/{offer_id}/files": [TALK],
    "/assistance/{item_id}/offers/{offer_id}/files/{file_id}": [TALK],
    "/assistance/{item_id}/readers": SOME,
    "/assistance/{item_id}/what": SOME,
    "/desk/answers/{answer_id}": [Case(at={"answer_id": "answer"})],
    "/desk/letters/{letter_id}": [Case(at=PREPARED)],
    "/desk/requests/{item_id}/helpers": [about("request open"), about("request draft")],
    "/desk/batch": [Case(form={"act": "publish"})],
    "/desk/batches/{batch_id}": [Case(at={"batch_id": "batch"})],
    **dict.fromkeys(FIGURES, (Case(only=("moderator", "administrator")),)),
    "/directory/{code}": [MEMBER],
    "/directory/{code}/appoint": [MEMBER],
    "/directory/{code}/history": [MEMBER],
    "/directory/{code}/offices": [MEMBER],
    "/directory/{code}/offices/new": [MEMBER],
    "/assistance/figures/{year}/table.csv": [Case(at={"year": "year"})],
    "/assistance/suggested": [Case(only=NETWORK)],
    "/assistance/to-answer": [Case(only=NETWORK)],
    "/assistance/overview": [Case(only=NETWORK)],
    "/assistance/overview/table.csv": [Case(only=NETWORK)],
    "/assistance/download": [Case(only=NETWORK)],
    "/assistance/download/{name}": [
        Case(at={"name": f"{one}.csv"}, only=NETWORK)
        for one in ("requests", "offers", "promised", "came", "seats")
    ],
    "/api/v1/office/overview/asked": [Case(only=NETWORK)],
    "/api/v1/office/overview/{part}": [
        Case(at={"part": one}, only=NETWORK) for one in ("offered", "promised", "came")
    ],
    "/assistance/sealed": [OPEN],
    "/assistance/sealed/{card_id}": [Case(at=CARD)],
    "/calendar/{token}": [Case(at={"token": "calendar"})],
    "/following/feed/{token}": [Case(at={"token": "feed"})],
    "/guest/invitation/{token}": [Case(at=INVITED)],
    "/guest/request/{guest_id}": [ASKED_LENT],
    "/guest/request/{guest_id}/files/{file_id}": [
        replace(ASKED_LENT, at={**ASKED_LENT.at, "file_id": "file of request draft"})
    ],
    "/guest/consultation/{guest_id}": [VOICE],
    "/guest/consultation/{guest_id}/chapters/{chapter}": [
        replace(VOICE, at={**VOICE.at, "chapter": MANUAL["chapter"]})
    ],
    "/guest/consultation/{guest_id}/text": [VOICE],
    "/guest/consultation/{guest_id}/write": [VOICE],
    "/guest/{guest_id}": [LENT],
    "/guest/{guest_id}/files/{file_id}": [replace(LENT, at={**LENT.at, "file_id": "file draft"})],
    "/hand-over/{office_id}": [seat("focal_point"), seat("alternate")],
    "/hand-over/{office_id}/inherited": [seat("focal_point")],
    "/invitation/{token}": [Case(at={"token": "token"})],
    "/language/{code}": [Case(at={"code": "en"})],
    "/letters/stop/{token}": [Case(at={"token": "stop"})],
    "/nominations/{nomination_id}": [NOMINATION],
    "/nominations/{nomination_id}/evidence": [NOMINATION],
    "/nominations/{nomination_id}/evidence/{file_id}": [NOMINATED],
    "/manual/compare/{a}/{b}": [Case(at={"a": "1", "b": "1"})],
    "/manual/compare/{a}/{b}/block/{block}": [Case(at={"a": "1", "b": "1", "block": "kpyfyqt4"})],
    "/manual/compare/{a}/{b}/sides/{chapter}": [Case(at={**MANUAL, "a": "1", "b": "1"})],
    "/manual/compare/{a}/{b}/whole": [Case(at={"a": "1", "b": "1"})],
    "/manual/current/{language}/{chapter}": [Case(at=MANUAL)],
    "/manual/edit/{chapter}": [Case(at=MANUAL)],
    "/manual/edit/{chapter}/history": [Case(at=MANUAL)],
    "/manual/edit/{chapter}/sections": [Case(at=MANUAL)],
    "/manual/edit/{chapter}/word": [Case(at=MANUAL)],
    "/manual/edit/{chapter}/sections/{section}": [Case(at=SECTION)],
    "/manual/edit/{chapter}/sections/{section}/arrange": [Case(at=SECTION)],
    "/manual/edit/{chapter}/sections/{section}/history": [Case(at=SECTION)],
    "/manual/edit/{chapter}/sections/{section}/figures": [Case(at=SECTION)],
    "/manual/figures/{name}": [Case(at={"name": "figure"}, only=("moderator",))],
    "/manual/editions/{edition}": [Case(at=MANUAL)],
    "/manual/{edition}/find": [Case(at=MANUAL)],
    "/manual/submissions/{key}": [SUBMITTED],
    "/manual/submissions/{key}/{chapter}": [
        replace(SUBMITTED, at={**SUBMITTED.at, "chapter": MANUAL["chapter"]})
    ],
    "/manual/submissions/{key}/languages/{language}": [
        replace(SUBMITTED, at={**SUBMITTED.at, "language": "fr"})
    ],
    "/manual/discuss/{block}": [Case(at=BLOCK.at)],
    "/manual/discuss/{block}/comments/{item_id}": [REMARK],
    "/manual/consultations/{item_id}": [CONSULTED],
    "/manual/consultations/{item_id}/chapters/{chapter}": [
        replace(CONSULTED, at={"chapter": MANUAL["chapter"]})
    ],
    "/manual/consultations/{item_id}/voices": [CONSULTED],
    "/manual/consultations/{item_id}/voices/{guest_id}": [KNOWN],
    "/manual/consultations/{item_id}/write": [CONSULTED],
    "/manual/contributions/{item_id}": [CONTRIBUTED],
    "/manual/clearances/{item_id}": [CLEARED],
    "/manual/clearances/{item_id}/file": [CLEARED],
    "/manual/suggest/{block}": [Case(at=BLOCK.at)],
    "/manual/suggestions/{item_id}": [SUGGESTED],
    "/manual/translate/{language}": [Case(at=FRENCH)],
    "/manual/translate/{language}/{chapter}": [Case(at=FRENCH)],
    "/manual/{edition:edition}/{language}/{chapter}": [Case(at=MANUAL)],
    "/m/{edition}/{block}": [BLOCK],
    "/m/{edition}/{block}/check": [BLOCK],
    "/m/{edition}/{block}/cite.bib": [BLOCK],
    "/m/{edition}/{block}/cite.json": [BLOCK],
    "/m/{edition}/{block}/cite.ris": [BLOCK],
    "/manual/{edition}/{language}/{chapter}/paragraphs": [Case(at=MANUAL)],
    "/manual/{edition}": [Case(at=MANUAL)],
    "/manual/feed/{language}": [Case(at=MANUAL)],
    "/manual/feed/{language}/{chapter}": [Case(at=MANUAL)],
    "/manual/{edition}/coverage": [Case(at=MANUAL)],
    "/manual/{edition}/received": [Case(at=MANUAL)],
    "/manual/{edition}/files": [Case(at=MANUAL)],
    "/manual/{edition}/files/{chapter}/{file}": [
        Case(at={"edition": "1", "chapter": "appointing", "file": "manual-1-appointing.json"})
    ],
    "/manual/{edition}/{language}/{chapter}/cite.bib": [Case(at=MANUAL)],
    "/manual/{edition}/{language}/{chapter}/cite.ris": [Case(at=MANUAL)],
    "/manual/{edition}/{language}/{chapter}/you": [Case(at=MANUAL)],
    "/offices/{office_id}/archive": [seat("focal_point")],
    "/offices/{office_id}/away": [seat("focal_point")],
    "/offices/{office_id}/entry": [seat("focal_point")],
    "/offices/{office_id}/invite": [seat("alternate"), seat("focal_point")],
    "/offices/{office_id}/reading": [Case(at={"office_id": "mission"})],
    "/offices/{office_id}/review": [seat("focal_point"), CONTESTED],
    "/offices/{office_id}/write": [seat("alternate")],
    "/people/{person_id}/history": [HISTORY],
    "/people/{person_id}/recovery": [Case(at={"person_id": "person"}), HELPED],
    "/practices/download/{name}": [
        Case(at={"name": f"practices.{one}"}) for one in ("csv", "json", "ndjson")
    ],
    "/practices/{item_id}/clearances": [about("practice draft")],
    "/practices/clearances/{item_id}": [ROUND],
    "/assistance/clearances/{item_id}": [REQUEST_ROUND],
    "/assistance/clearances/{item_id}/file": [REQUEST_ROUND],
    "/practices/joining/{asked_id}": [QUESTION],
    "/practices/{item_id}/owners": PRACTICES,
    "/practices/{item_id}/written": PRACTICES,
    "/practices/clearances/{item_id}/file": [ROUND],
    "/practices/{item_id}": [*PRACTICES, GROUP, OFFICE, UNNAMED],
    "/practices/{item_id}/edit/{step}": [*_steps("what"), *_steps("check")],
    "/practices/{item_id}/files": PRACTICES,
    "/practices/{item_id}/files/{file_id}": _files(*_OF_PRACTICES),
    "/practices/{item_id}/guests": PRACTICES,
    "/practices/{item_id}/letter": [LETTER],
    "/practices/{item_id}/letter/{file_id}": [LETTER],
    "/practices/{item_id}/unnamed/letter/{file_id}": [
        replace(UNNAMED, at={"file_id": "letter"}, only=())
    ],
    "/practices/{item_id}/history": PRACTICES,
    "/practices/{item_id}/readers": PRACTICES,
    "/practices/{item_id}/practice.pdf": [about("practice published"), GROUP, OFFICE, KEPT],
    "/practices/{item_id}/translations": [about("practice published"), about("practice retired")],
    "/practices/{item_id}/translations/{language}": TRANSLATED,
    "/practices/{item_id}/translations/{language}/of/{member}": [
        replace(OFFERED_WORDS, only=(*A, *B), otherwise=Gets.REFUSED)
    ],
    "/practices/{item_id}/versions": [about("practice published"), GROUP, OFFICE, KEPT],
    "/recovery/{token}": [Case(at={"token": "link"})],
    "/taken-out/{token}": [Case(at={"token": "leaving"})],
    "/second/{what}/{key}": [SECOND],
    "/second/edition/{key}/changes": [EDITION_ASKED],
    "/second/edition/{key}/changes/{chapter}": [
        replace(EDITION_ASKED, at={**EDITION_ASKED.at, "chapter": MANUAL["chapter"]})
    ],
    "/second/edition/{key}/changes/languages/{language}": [
        replace(EDITION_ASKED, at={**EDITION_ASKED.at, "language": "fr"})
    ],
    "/sign-in/return/{provider}": [Case(at={"provider": "test"})],
    "/standing-offers/{item_id}": STANDING,
    "/standing-offers/{item_id}/change": STANDING,
    "/standing-offers/{item_id}/history": STANDING,
    "/static/{name:path}": [Case(at={"name": "portal.css"})],
}
"""What is asked for. An address that leads to nothing for everybody would prove nothing."""

STAFF_LIKE = {"moderator", "administrator", "director"}
OF_MEMBERS = tuple(role for role in ROLES if role not in STAFF_LIKE)

ACTS: Mapping[str, Sequence[Case]] = {
    "/account/confirm": [OPEN],
    "/account/data": [OPEN],
    "/account/data/call-off": [OPEN],
    "/account/data/save": [OPEN],
    "/account/data/take-out": [Case(form={"name": "somebody else"})],
    "/account/identities/link": [OPEN],
    "/account/identities/unlink": [OPEN],
    "/account/language": [Case(form={"language": "fr"})],
    "/account/notices": [OPEN],
    "/account/office": [OWN_OFFICE],
    "/account/passkeys/code": [Case(form={"code": "AAAA-2222"})],
    "/account/passkeys/new": [Case(form={"name": "A key"})],
    "/account/passkeys/options": [Case(form={"kind": "use"})],
    "/account/passkeys/remove": [Case(form={"passkey": "none"}, only=OF_MEMBERS)],
    "/account/recovery/stop": [OPEN],
    "/account/second-factor": [OPEN],
    "/account/session": [OPEN],
    "/account/tokens": [Case(form={"name": "A programme", "scopes": "search", "days": "30"})],
    "/account/calendar": [OPEN],
    "/account/check-word": [Case(form={"words": "zanzibar okapi"})],
    "/account/check-word/remove": [OPEN],
    "/desk/answers/new": [Case(form={"title": "A", "language": "en", "text": "B"})],
    "/desk/answers/{answer_id}": [
        Case(at=ANSWER, form={"title": "A", "language": "en", "text": "B", "version": "1"})
    ],
    "/desk/letters/{letter_id}": [Case(at=PREPARED, form={"version": "1", "words": "Call us."})],
    "/desk/letters/{letter_id}/send": [Case(at=PREPARED, form={"version": "1"})],
    "/desk/letters/{letter_id}/discard": [Case(at=PREPARED, form={"version": "1"})],
    "/desk/requests": [Case(form={"kind": "asker", "item": "none"})],
    "/desk/requests/{item_id}/helpers": [
        about("request open", member="XXX"), about("request draft", member="XXX"),
    ],
    "/desk/answers/{answer_id}/retire": [Case(at=ANSWER, form={"version": "1"})],
    "/desk/batch": [Case(form={"act": "publish"})],
    "/desk/batches/{batch_id}/undo": [Case(at={"batch_id": "batch"})],
    "/desk/choose": [Case(form={"act": "publish"})],
    "/desk/give-back": [Case(form={"back": "none"})],
    "/desk/open": [Case(form={"open": "none"})],
    "/account/tokens/take-back": [Case(form={"token": "none"})],
    "/account/sessions/end": [Case(form={"session": "own"})],
    "/account/sessions/end-others": [OPEN],
    "/appointments/{appointment_id}/end": [
        Case(at={"appointment_id": "appointment"}, form={"how": "revoke", "why": "Gone."})
    ],
    "/appointments/{appointment_id}/evidence": [PROVED],
    "/appointments/{appointment_id}/evidence/{file_id}/remove": [
        Case(at=PROVED.at, form={"why": "Another one."})
    ],
    "/appointments/{appointment_id}/refuse": [
        Case(at={"appointment_id": "appointment"}, form={"why": "No."})
    ],
    "/appointments/{appointment_id}/verify": [
        Case(at={"appointment_id": "appointment"}, form=PAPER)
    ],
    "/assistance/new": [Case(form=ASKED)],
    "/assistance/enter": [Case(form=ASKED)],
    "/assistance/new/aside": [Case(form=ASKED)],
    "/assistance/{item_id}/aside/{step}": [
        Case((f"request {stage}",), {"step": "what"}, stage, ASKED)
        for stage in ("draft", "open", "on_behalf", "entered")
    ],
    "/assistance/{item_id}/enter": [about("request on_behalf"), about("request open")],
    "/assistance/{item_id}/vouch": [about("request entered"), about("request open")],
    "/assistance/{item_id}/refuse": [
        about("request entered", reason="No such letter."), about("request open")
    ],
    "/assistance/{item_id}/drop": [
        about("request on_behalf", reason="Another office."), about("request open")
    ],
    "/assistance/{item_id}/letter": [ENTRY],
    "/assistance/{item_id}/letter/{file_id}/remove": [ENTRY],
    "/assistance/{item_id}/entities/{code}": [replace(ENTITY, form=BY_LETTER)],
    "/assistance/{item_id}/entities/{code}/write": [ENTITY],
    "/assistance/{item_id}/entities/{code}/confirm": [replace(ENTITY, form={"version": "1"})],
    "/assistance/{item_id}/entities/{code}/take-back": [ENTITY],
    "/assistance/{item_id}/entities/{code}/papers": [ENTITY],
    "/assistance/{item_id}/entities/{code}/papers/{file_id}/remove": [ENTITY],
    "/assistance/{item_id}/widen": [about("request open"), about("request draft")],
    "/assistance/{item_id}/wider": [about("request open"), about("request submitted")],
    "/assistance/{item_id}/leave": [about("request open"), about("request draft")],
    "/assistance/{item_id}/check": [
        about("request draft", harmless="yes"), about("request open", harmless="yes"),
    ],
    "/assistance/{item_id}/clearance": [
        replace(about("request draft"), form=CLEARING), about("request open"),
    ],
    "/assistance/clearances/{item_id}/again": [
        replace(REQUEST_ROUND, form={"deadline": TOMORROW, "version": "1"})
    ],
    "/assistance/clearances/{item_id}/back": [REQUEST_ROUND],
    "/assistance/clearances/{item_id}/close": [replace(REQUEST_ROUND, form={"came": "same"})],
    "/assistance/clearances/{item_id}/take": [
        replace(REQUEST_ROUND, form={"outcome": "came", "came-outcome": "Less.", "version": "1"})
    ],
    "/assistance/{item_id}/contacts": [about("request draft"), about("request open")],
    "/assistance/{item_id}/close": [
        about("request under_way", result="partly", note="A note."), about("request open"),
    ],
    "/assistance/{item_id}/files": REQUESTS,
    "/assistance/{item_id}/files/{file_id}/remove": _request_files("draft", "open"),
    "/assistance/{item_id}/offers/{offer_id}/files": [TALK],
    "/assistance/{item_id}/offers/{offer_id}/files/{file_id}/remove": [replace(TALK, only=A)],
    "/assistance/{item_id}/how": [about("request draft", **HOW), about("request open", **HOW)],
    "/assistance/{item_id}/offers": [
        about("request open", **OFFER), about("request in_talks", **OFFER), about("request draft"),
    ],
    "/assistance/sealed/{card_id}": [
        Case(("sealed card",), CARD, "open", COULD),
    ],
    "/assistance/sealed/{card_id}/take-back": [Case(at=CARD, only=NETWORK)],
    "/assistance/{item_id}/sealed/{word_id}/take-up": [
        replace(about("request open"), at={"word_id": "sealed word"}),
    ],
    "/assistance/{item_id}/sealed/{word_id}/decline": [
        replace(about("request open"), at={"word_id": "sealed word"}),
    ],
    "/assistance/to-answer": [Case(only=NETWORK, form={"act": "cannot"})],
    "/assistance/{item_id}/cannot": [about("request open"), about("request draft")],
    "/assistance/{item_id}/hand": [about("request open"), about("request draft")],
    "/assistance/{item_id}/offers/{offer_id}/accept": [about(*OFFERED)],
    "/assistance/{item_id}/offers/{offer_id}/decline": [about(*OFFERED)],
    "/assistance/{item_id}/offers/{offer_id}/take-back": [
        Case(OFFERED, stage="open", offered=True)
    ],
    "/assistance/{item_id}/offers/{offer_id}/take-up": [about(*OFFERED)],
    "/assistance/{item_id}/again": [about("request closed"), about("request open")],
    "/assistance/{item_id}/authenticate": [about("request submitted"), about("request draft")],
    "/assistance/{item_id}/go-on": [about("request open")],
    "/assistance/{item_id}/not-yet": [about("request authenticated"), about("request draft")],
    "/assistance/{item_id}/offered": [
        about("request open", yes="yes"), about("request draft", yes="yes"),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk": [
        replace(TALKING, form={"text": "Said.", "language": "en"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk/read": [
        Case(OFFERED, stage="open", form={"until": "2026-01-01T00:00:00+00:00"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk/words/{word_id}": [
        replace(TALKING, at=WORD_OF_TALK, form={"what": "call"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk/change": [
        replace(TALKING, form={"change": "apart"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk/change/agree": [
        replace(TALKING, form={"change": "apart"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk/change/leave": [
        replace(TALKING, form={"change": "apart"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk/here": [TALKING],
    "/assistance/{item_id}/offers/{offer_id}/talk/dates": [replace(TALKING, form=PROPOSED)],
    "/assistance/{item_id}/offers/{offer_id}/talk/dates/{moment_id}": [
        replace(TALKING, at=DATE_OF_TALK, form={"what": "drop"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk/group": [
        replace(TALKING, only=A, form={"yes": "yes"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk/join": [
        replace(TALKING, only=B, form={"yes": "yes"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/talk/named": [
        replace(TALKING, only=B, form={"yes": "yes"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/plan": [replace(SHARING, form=PLANNED)],
    "/assistance/{item_id}/offers/{offer_id}/plan/{step_id}": [
        replace(SHARING, at=STEP, form={**PLANNED, "version": "1"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/plan/{step_id}/settle": [
        replace(SHARING, at=STEP, form={"state": "done", "version": "1"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/after": [
        replace(SHARING, form={"delivered": "all", "helped": "much", "version": "1"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/after/year": [
        replace(SHARING, form={"remains": "all", "version": "1"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/after/note": [
        replace(SHARING, form={"text": "Said.", "readers": "members", "version": "0"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/after/note/agree": [
        replace(SHARING, form={"version": "1"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/after/note/take-back": [
        replace(SHARING, form={"version": "1"}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/terms": [
        replace(AGREEING, form={"number": "0", **TERMED}),
    ],
    "/assistance/{item_id}/offers/{offer_id}/terms/confirm": [
        replace(AGREEING, form={"number": "1"}),
    ],
    "/assistance/{item_id}/open": [about("request authenticated"), about("request draft")],
    "/assistance/{item_id}/pause": [about("request open", until=TOMORROW)],
    "/assistance/{item_id}/transfer": [about("request open", contact="none")],
    "/assistance/{item_id}/readers": [
        about("request draft", circle="network"), about("request open", circle="network"),
    ],
    "/assistance/{item_id}/return": [about("request submitted", reason="Say when.")],
    "/assistance/{item_id}/start": [about("request agreed"), about("request draft")],
    "/assistance/{item_id}/what": [about("request draft", **ASKED), about("request open", **ASKED)],
    "/assistance/{item_id}/withdraw": [
        about("request draft"), about("request agreed", why="Gone."),
    ],
    "/directory/offices/table": [Case(form={"table": "nothing"})],
    "/directory/offices/table.csv": [OPEN],
    "/directory/facilitating": [Case(form={"state": "FRA", "starts": TOMORROW, "until": TOMORROW})],
    "/directory/facilitating/{key}/end": [Case(at={"key": "facilitates"})],
    "/directory/organisations/table": [Case(form={"table": "nothing"})],
    "/directory/{code}/offices/new": [Case(at=GHANA, stage="draft", form={"kind": "adviser"})],
    "/guest/invitation/{token}": [Case(at=INVITED, form={"address": "another"})],
    "/guest/invitation/{token}/sign-in": [Case(at=INVITED)],
    "/guest/request/{guest_id}/remark": [replace(ASKED_LENT, form={"remark": "Good."})],
    "/by-code": [CODE],
    "/by-code/chapter": [CODE],
    "/by-code/text": [CODE],
    "/by-code/withdraw": [CODE],
    "/by-code/write": [CODE],
    "/by-code/send": [replace(CODE, form={**SAID, **CODE.form})],
    "/by-code/{ticket}/preview": [
        replace(CODE, at={"ticket": "ticket"}, form={**SAID, **CODE.form})
    ],
    "/guest/consultation/{guest_id}/preview": [replace(VOICE, form=SAID)],
    "/guest/consultation/{guest_id}/send": [replace(VOICE, form=SAID)],
    "/guest/consultation/{guest_id}/withdraw": [VOICE],
    "/guest/{guest_id}/remark": [replace(LENT, form={"remark": "Good."})],
    "/hand-over/{office_id}": [seat("focal_point", note="A note."), seat("alternate")],
    "/hand-over/{office_id}/inherited": [seat("focal_point")],
    "/directory/{code}/appoint": [Case(at=GHANA, form={"then": "note", **NAMED})],
    "/home/read": [Case(form={"until": "2026-01-01T00:00:00+00:00"})],
    "/invitation/{token}": [Case(at={"token": "token"}, form={"member": "Ghana"})],
    "/invitation/{token}/sign-in": [Case(at={"token": "token"})],
    "/letters/stop/{token}": [Case(at={"token": "stop"})],
    "/invitations/{invitation_id}/renew": [
        Case(at={"invitation_id": "invitation"}, stage="alternate")
    ],
    "/invitations/{invitation_id}/withdraw": [
        Case(at={"invitation_id": "invitation"}, stage="alternate")
    ],
    "/incident/edit": [Case(form={"then": "publish", "title_en": "A", "text_en": "B"})],
    "/incident/end": [OPEN],
    "/nominations/{nomination_id}/accept": [NOMINATION],
    "/nominations/{nomination_id}/evidence": [NOMINATION],
    "/nominations/{nomination_id}/evidence/{file_id}/remove": [
        replace(NOMINATED, form={"why": "Another one."})
    ],
    "/nominations/{nomination_id}/refuse": [replace(NOMINATION, form={"why": "No."})],
    "/manual/edit/{chapter}": [Case(at=MANUAL)],
    "/manual/edit/{chapter}/sections": [
        Case(at=MANUAL, form={"section": "mb6gqqxb", "do": "up"})
    ],
    "/manual/edit/{chapter}/word": [Case(at=MANUAL)],
    "/manual/edit/{chapter}/sections/{section}": [Case(at=SECTION)],
    "/manual/edit/{chapter}/sections/{section}/aside": [Case(at=SECTION)],
    "/manual/edit/{chapter}/sections/{section}/figures": [Case(at=SECTION)],
    "/manual/edit/{chapter}/sections/{section}/arrange": [
        Case(at=SECTION, form={"block": "ylgdl5wx", "do": "up"})
    ],
    "/manual/discuss/{block}": [Case(at=BLOCK.at, form={"comment": "Words."})],
    "/manual/discuss/{block}/close": [Case(at=BLOCK.at, form={"why": "Said."})],
    "/manual/discuss/{block}/reopen": [Case(at=BLOCK.at)],
    "/manual/discuss/{block}/comments/{item_id}": [REMARK],
    "/manual/discuss/{block}/comments/{item_id}/take-back": [REMARK],
    "/manual/consultations": [Case(form=ASKING)],
    "/manual/consultations/{item_id}/end": [CONSULTED],
    "/manual/consultations/{item_id}/prolong": [
        replace(CONSULTED, form={"until": str(clock.today() + timedelta(days=60))})
    ],
    "/manual/consultations/{item_id}/show": [CONSULTED],
    "/manual/consultations/{item_id}/voices": [replace(CONSULTED, form=VOICED)],
    "/manual/consultations/{item_id}/voices/{guest_id}/renew": [
        replace(KNOWN, form={"last_day": TOMORROW})
    ],
    "/manual/consultations/{item_id}/voices/{guest_id}/withdraw": [KNOWN],
    "/manual/consultations/{item_id}/withdraw": [CONSULTED],
    "/manual/consultations/{item_id}/write": [replace(CONSULTED, form={"words": "Right."})],
    "/manual/clear": [Case(form=CLEARING)],
    "/manual/clearances/{item_id}/back": [CLEARED],
    "/manual/clearances/{item_id}/close": [CLEARED],
    "/manual/clearances/{item_id}/take": [replace(CLEARED, form={"came": CAME})],
    "/manual/contributions/{item_id}/answer": [replace(CONTRIBUTED, form={"answer": "Taken."})],
    "/manual/contributions/{item_id}/withdraw": [CONTRIBUTED],
    "/manual/suggest/{block}": [Case(at=BLOCK.at, form=DIFFERENT)],
    "/manual/suggestions/{item_id}/accept": [SUGGESTED],
    "/manual/suggestions/{item_id}/adapt": [replace(SUGGESTED, form={"wording": "Others."})],
    "/manual/suggestions/{item_id}/decline": [replace(SUGGESTED, form={"answer": "No."})],
    "/manual/suggestions/{item_id}/take-back": [SUGGESTED],
    "/manual/translate/{language}/{chapter}": [Case(at=FRENCH)],
    "/manual/publish": [OPEN],
    "/manual/editions/{edition}/correct": [
        Case(at=MANUAL, form={"kind": "erratum", "text": "Another day."})
    ],
    "/manual/editions/{edition}/withdraw": [Case(at=MANUAL, form={"reason": "Wrong."})],
    "/manual/reading": [Case(form={"keep": "no"})],
    "/manual/{edition}/received": [Case(at=MANUAL)],
    "/manual/submissions/{key}/agree": [SUBMITTED],
    "/manual/submissions/{key}/refuse": [replace(SUBMITTED, form={"reason": "No."})],
    "/manual/submissions/{key}/take-back": [SUBMITTED],
    "/offices/{office_id}/archive": [seat("focal_point")],
    "/offices/{office_id}/archive/call-off": [seat("focal_point")],
    "/offices/{office_id}/archive/save": [seat("focal_point")],
    "/offices/{office_id}/away": [seat("focal_point", ends=TOMORROW)],
    "/offices/{office_id}/back": [seat("focal_point")],
    "/offices/{office_id}/entry": [seat("focal_point")],
    "/offices/{office_id}/entry/confirm": [seat("focal_point")],
    "/offices/{office_id}/invite": [
        seat("alternate", name="Somebody", **PAPER), seat("focal_point", name="Other", **PAPER),
    ],
    "/offices/{office_id}/reading": [Case(at={"office_id": "mission"})],
    "/offices/{office_id}/reading/end": [Case(at={"office_id": "reading"})],
    "/offices/{office_id}/review": [seat("focal_point", reason="Two letters.")],
    "/offices/{office_id}/review/confirm": [replace(CONTESTED, form={"stage": "proposed"})],
    "/offices/{office_id}/review/end": [
        Case(at={"office_id": "reviewed"}, form={"ground": "mistaken"})
    ],
    "/offices/{office_id}/review/withdraw": [replace(CONTESTED, form={"stage": "proposed"})],
    "/offices/{office_id}/write": [seat("alternate", subject="Hello", message="A letter.")],
    "/people/{person_id}/recovery": [Case(at={"person_id": "person"}, form=WISH)],
    "/people/{person_id}/recovery/agree": [HELPED],
    "/people/{person_id}/recovery/code": [CODED],
    "/people/{person_id}/recovery/link": [READMITTED],
    "/people/{person_id}/recovery/withdraw": [HELPED, READMITTED],
    "/practices/new": [Case(form=WHAT)],
    "/practices/new/aside": [Case(form=WHAT)],
    "/practices/enter": [Case(form=WHAT)],
    "/practices/{item_id}/letter": [LETTER],
    "/practices/{item_id}/letter/{file_id}/remove": [LETTER],
    "/practices/{item_id}/refuse": _practices(reason="Another law."),
    "/practices/{item_id}/name": [replace(UNNAMED, only=A)],
    "/practices/{item_id}/unnamed/confirm": [replace(UNNAMED, only=A)],
    "/practices/{item_id}/unnamed/refuse": [replace(UNNAMED, only=A, form={"reason": "No."})],
    "/practices/{item_id}/owner": [UNNAMED],
    "/practices/import": [Case(form={"table": "nothing"})],
    "/practices/enter/import": [Case(form={"table": "nothing", "way": "sources"})],
    "/practices/{item_id}/comments": _practices(comment="A comment."),
    "/practices/{item_id}/comments/lock": [about("practice published", sentence="Enough.")],
    "/practices/{item_id}/comments/unlock": [about("practice published", seen="")],
    "/practices/{item_id}/comments/read": [
        about("practice published", until="2026-01-01T00:00:00+00:00")
    ],
    "/practices/{item_id}/comments/{comment_id}/change": [
        replace(TALKED, form={"comment": "Other words.", "version": "1"})
    ],
    "/practices/{item_id}/comments/{comment_id}/take-back": [TALKED],
    "/practices/{item_id}/comments/{comment_id}/report": [replace(TALKED, form={"reason": "Why."})],
    "/practices/{item_id}/comments/{comment_id}/settle": [replace(TALKED, form={"none": "yes"})],
    "/practices/{item_id}/comments/{comment_id}/hide": [
        replace(TALKED, form={"reason": "Why.", "version": "1"})
    ],
    "/practices/{item_id}/comments/{comment_id}/show": [replace(TALKED, form={"version": "1"})],
    "/practices/{item_id}/comments/{comment_id}/keep": [replace(TALKED, form={"version": "1"})],
    "/practices/{item_id}/comments/{comment_id}/move": [
        replace(TALKED, form={"number": "none", "version": "1"})
    ],
    "/practices/{item_id}/confirm": _practices(),
    "/practices/{item_id}/translations/{language}": TRANSLATING,
    "/practices/{item_id}/translations/{language}/keep": TRANSLATING,
    "/practices/{item_id}/translations/{language}/drop": TRANSLATING,
    "/practices/{item_id}/translations/{language}/remove": TRANSLATING,
    "/practices/{item_id}/translations/{language}/of/{member}/take": [OFFERED_WORDS],
    "/practices/{item_id}/translations/{language}/of/{member}/return": [
        replace(OFFERED_WORDS, form={"version": "2", "reason": "Two words."})
    ],
    "/practices/{item_id}/follow": [about("practice published"), GROUP],
    "/practices/{item_id}/unfollow": [Case(at={"item_id": "practice published"})],
    "/following": [Case(form={"search": "theme=early-warning", "name": "Mine", "how": "daily"})],
    "/following/gone": [OPEN],
    "/following/{follow_id}": [replace(FOLLOWED, form={"name": "Mine", "how": "daily"})],
    "/following/{follow_id}/end": [Case(at={"follow_id": "none"})],
    "/following/{follow_id}/feed": [FOLLOWED],
    "/following/{follow_id}/feed/close": [FOLLOWED],
    "/practices/{item_id}/files": _practices(),
    "/practices/{item_id}/files/{file_id}/remove": _files(*_OF_PRACTICES),
    "/practices/{item_id}/clearances": [replace(about("practice draft"), form=CLEARING)],
    "/practices/joining/{asked_id}/accept": [QUESTION],
    "/practices/joining/{asked_id}/decline": [QUESTION],
    "/practices/{item_id}/owners": _practices(member="DNK"),
    "/practices/{item_id}/owners/{asked_id}/take-back": [
        replace(one, at={"asked_id": "question"}) for one in _practices()
    ],
    "/practices/{item_id}/owners/{code}/part": [
        replace(one, at={"code": "GHA"}) for one in _practices()
    ],
    "/practices/{item_id}/leave": _practices(),
    "/practices/{item_id}/agree": _practices(),
    "/practices/{item_id}/disagree": _practices(reason="Why."),
    "/practices/clearances/{item_id}/back": [ROUND],
    "/practices/clearances/{item_id}/close": [ROUND],
    "/practices/clearances/{item_id}/take": [
        replace(ROUND, form={"came": FIELDS_CAME, "summary": "came", "version": "1"})
    ],
    "/practices/{item_id}/edit/{step}": _steps("what", **WHAT),
    "/practices/{item_id}/aside/{step}": _steps("what", **WHAT),
    "/assistance/{item_id}/guests": [
        about(f"request {stage}", **INVITEE) for stage in _OF_REQUESTS
    ],
    "/assistance/{item_id}/guests/{guest_id}/withdraw": [
        Case(("request draft",), {"guest_id": "lent request"}, "draft"),
        Case(("request open",), {"guest_id": "lent open"}, "open"),
    ],
    "/practices/{item_id}/guests": _practices(**INVITEE),
    "/practices/{item_id}/guests/{guest_id}/withdraw": [
        Case(("practice draft",), {"guest_id": "lent"}, "draft"),
        Case(("practice published",), {"guest_id": "lent out"}, "published"),
    ],
    "/adaptations/{item_id}/change": [
        about("adaptation recorded", version="1", **RECORDED),
        about("adaptation hidden", version="2", **RECORDED),
    ],
    "/adaptations/{item_id}/hide": [
        about("adaptation recorded", version="1", reason="Name nobody."),
        about("adaptation hidden", version="2", reason="Name nobody."),
    ],
    "/adaptations/{item_id}/result": [
        about("adaptation recorded", version="1", result="worked"),
        about("adaptation hidden", version="2", result="early"),
    ],
    "/adaptations/{item_id}/show": [
        about("adaptation hidden", version="2"),
        about("adaptation recorded", version="1"),
    ],
    "/adaptations/{item_id}/withdraw": [
        about("adaptation recorded", version="1"),
        about("adaptation withdrawn", version="2"),
    ],
    "/assistance/{item_id}/practice": [replace(one, only=A) for one in LEARNED],
    "/practices/{item_id}/adaptations/new": [
        about("practice published", **RECORDED),
        about("practice withdrawn", **RECORDED),
    ],
    "/practices/{item_id}/keep": _practices(reason="Say when."),
    "/practices/{item_id}/publish": _practices(),
    "/practices/{item_id}/readers": _practices(audience="secretariat"),
    "/practices/{item_id}/revise": PRACTICES,
    "/practices/{item_id}/retire": _practices(reason="A law came."),
    "/practices/{item_id}/release": _practices(),
    "/practices/{item_id}/revive": _practices(),
    "/practices/{item_id}/hide": _practices(reason="It names somebody."),
    "/practices/{item_id}/show": _practices(),
    "/practices/{item_id}/return": _practices(reason="Say when."),
    "/practices/{item_id}/widen": _practices(),
    "/practices/{item_id}/withdraw": [*_practices(), ENTERED],
    "/second/{what}/{key}/agree": [SECOND],
    "/second/{what}/{key}/refuse": [SECOND],
    "/recovery/{token}": [Case(at={"token": "link"}, form={"name": "Somebody else"})],
    "/sign-in": [OPEN],
    "/sign-in/back-channel/{provider}": [Case(at={"provider": "test"})],
    "/sign-out": [OPEN],
    "/directory/entities": [Case(form={"code": "OTHER", "name": "Another office"})],
    "/open-seats/new": [Case(form=SEAT)],
    "/open-seats/feed": [OPEN],
    "/open-seats/wishes": [Case(form={"themes": "treaties"})],
    "/open-seats/{item_id}/apply": [about("seat published", who="A director", why="To learn.")],
    "/open-seats/{item_id}/applications/{application_id}/answer": [
        replace(about("seat published", version="1", answer="list"), at=PLACE_ASKED)
    ],
    "/open-seats/{item_id}/applications/{application_id}/take-back": [
        Case(
            ("seat published", "application"), PLACE_ASKED, "published", {"version": "1"},
            offered=True,
        )
    ],
    "/open-seats/{item_id}/change": [about("seat published", version="2", **SEAT)],
    "/open-seats/{item_id}/close": SEATS,
    "/open-seats/{item_id}/publish": SEATS,
    "/open-seats/{item_id}/withdraw": [about("seat published", version="2", reason="Ill.")],
    "/standing-offers/new": [Case(form=GIVEN)],
    "/standing-offers/not-now": [OPEN],
    "/standing-offers/{item_id}/change": [about("standing standing", version="1", **GIVEN)],
    "/standing-offers/{item_id}/confirm": STANDING,
    "/standing-offers/{item_id}/withdraw": STANDING,
}  # fmt: skip
"""What is done, with a form that is complete where that is short."""

BY_PROGRAMMES = acts_of({**ACTS, "/practices/{item_id}/edit/{step}": _drafts(**WHAT)})
CASES = {
    **{f"GET {path}": cases for path, cases in PAGES.items()},
    **{f"POST {path}": cases for path, cases in ACTS.items()},
    **{f"POST {path}": cases for path, cases in BY_PROGRAMMES.items()},
}
PASSES_ELSEWHERE = {"GET /practices/{item_id}/unnamed/letter/{file_id}"}
"""Nothing here came by letter: practices/test_practice_nameless_letter.py opens one."""
