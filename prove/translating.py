"""Translations of practices: kept, offered, shown, taken up, given back and taken away."""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Connection
from sqlmodel import Session

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.core.errors import Conflict, NotFound
from app.items.models import Kind
from app.items.queries import Matter, find
from app.notifications.post import Post
from app.practices import queries as practices
from app.practices.translating import actions, queries
from app.practices.translating.values import Written
from prove import acts, translated
from prove.comparing import agree
from prove.house import PEOPLE
from prove.owning import Owning
from prove.seating import numbers, people
from prove.stated import Work
from prove.translated import NEXT, Rendered

LANGUAGES = st.sampled_from(["fr", "es"])
TEXTS = {"title": "Un titre", "summary": "Le résultat.", "description": "Ce que c’est."}
NEEDS = {
    "offer": P.TRANSLATION_WRITE,
    "show": P.TRANSLATION_SHOW,
    "take up": P.TRANSLATION_DECIDE,
    "give back": P.TRANSLATION_DECIDE,
    "drop": P.TRANSLATION_WRITE,
    "take away": P.TRANSLATION_SHOW,
}


class Translating(Owning):
    """What people make of practices in other languages."""

    def __init__(self) -> None:
        super().__init__()
        self.rendered: list[Rendered] = []

    @rule(who=people, number=numbers, language=LANGUAGES)
    def translate(self, who: str, number: int, language: str) -> None:
        """Write on a translation of a practice."""
        work = self.pick(number, Kind.PRACTICE)
        if work is not None:
            if number % 2:
                able = (one for one in PEOPLE if translated.translates(self.world, one, work))
                who = next(able, who)
            self.translate_by(who, work, language)

    def translate_by(self, who: str, work: Work, language: str) -> None:
        """Write on a translation of this practice."""
        by = translated.side(self.world, who) or ""
        mine = next((one for one in self.written(work, language) if one.by == by), None)

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, P.TRANSLATION_WRITE, matter)
            conn = db.connection()
            own = [o for o in queries.own(conn, viewer, work.id) if o.language == language]
            given = {
                "made_for": queries.current(conn, work.id),
                "version": own[0].version if own else 0,
            }
            actions.keep(db, viewer, matter, language, TEXTS, **given)

        free = mine is None or mine.stage != "offered"
        wanted = translated.translates(self.world, who, work) and free
        if self.attempt("translate", who, act, wanted=wanted) and mine is None:
            self.rendered.append(Rendered(work, language, by))
        self.compare(work)

    def written(self, work: Work, language: str) -> Sequence[Rendered]:
        """Return what is written and not shown yet."""
        stages = {"draft", "offered", "returned"}
        own = [one for one in self.rendered if one.work is work and one.language == language]
        return [one for one in own if one.stage in stages]

    @rule(who=people, number=numbers, act=st.sampled_from(list(NEXT)))
    def on_translation(self, who: str, number: int, act: str) -> None:
        """Do something to a translation."""
        there = [one for one in self.rendered if one.stage != "gone" and one.work in self.things]
        if there:
            one = there[-1 - number // 2 % len(there)]
            if number % 2:
                able = (each for each in PEOPLE if translated.may(self.world, each, act, one))
                who = next(able, who)
            self.to_translation(who, act, one)

    def to_translation(self, who: str, act: str, one: Rendered) -> None:
        """Do ``act`` to this translation as its page does it, to what is there now."""
        one = self.present(act, one)

        def do(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, one.work.id)
            ensure(viewer, NEEDS[act], matter)
            self.render(db, viewer, matter, act, one)

        wanted = translated.may(self.world, who, act, one)
        if self.attempt(f"{act} a translation", who, do, wanted=wanted):
            _, end = NEXT[act]
            for other in self.rendered:
                if end == "shown" and _same(other, one) and other.stage == "shown":
                    other.stage = "gone"
            one.stage = end
        self.compare(one.work)

    def present(self, act: str, one: Rendered) -> Rendered:
        """Return the one of the same practice and language that an act is done to."""
        if act == "take away":
            shown = (each for each in self.rendered if _same(each, one) and each.stage == "shown")
            return one if one.stage == "shown" else next(shown, one)
        mine = (each for each in self.written(one.work, one.language) if each.by == one.by)
        return next(mine, one)

    def render(self, db: Session, viewer: Viewer, matter: Matter, act: str, one: Rendered) -> None:
        """Do an act to what the viewer finds."""
        post = Post.of(self.house.portal)
        if act == "take away":
            actions.take_away(db, viewer, matter, one.language)
            return
        deciding = act in {"take up", "give back"}
        conn = db.connection()
        found = (
            queries.offered(conn, matter.id) if deciding else queries.own(conn, viewer, matter.id)
        )
        made = _found(found, one)
        if act == "offer":
            if allows(viewer, P.TRANSLATION_SHOW, matter):
                raise Conflict  # whoever shows it need not offer it
            actions.offer(db, viewer, matter, made, post)
        elif act == "show":
            actions.show(db, viewer, matter, made)
        elif act == "take up":
            actions.take_up(db, viewer, matter, made)
        elif act == "give back":
            actions.give_back(db, viewer, matter, made, "Why.")
        else:
            actions.drop(db, viewer, matter, made)

    @rule(number=numbers, act=st.sampled_from(list(NEXT)), language=LANGUAGES)
    def seldom_translated(self, number: int, act: str, language: str) -> None:
        """Do to a translation what few may, writing one where there is none."""
        work = next((one for one in self.things if self.talked_under(one)), None)
        if work is None:
            self.begun_practice(number)
            work = next((one for one in self.things if self.talked_under(one)), None)
        if work is None:
            return
        own = [one for one in PEOPLE if self.world.member(one) in work.owners]
        others = [one for one in PEOPLE if translated.translates(self.world, one, work)]
        others = [one for one in others if one not in own and not self.world.staff(one)]
        who = others[number % len(others)] if others else PEOPLE[0]
        before = {"take up": ["offer"], "give back": ["offer"], "take away": ["show"]}.get(act, [])
        if act in {"show", "take away"}:
            who = own[0] if own else who
        self.translate_by(who, work, language)
        by = translated.side(self.world, who)
        for one in [each for each in self.written(work, language) if each.by == by][:1]:
            for each in (*before, act):
                fits = (o for o in PEOPLE if translated.may(self.world, o, each, one))
                self.to_translation(next(fits, who), each, one)

    # comparing -------------------------------------------------------------------------------

    def compare_one(self, conn: Connection, viewer: Viewer, who: str, work: Work) -> None:
        """Compare which translations of a practice somebody reads as well."""
        super().compare_one(conn, viewer, who, work)
        if work.kind != Kind.PRACTICE:
            return
        every = [one for one in self.rendered if one.work is work]
        mine = [one for one in every if translated.reads(self.world, who, one)]
        entry = practices.entry(conn, viewer, work.id)
        shown = {one.language for one in entry.translations} if entry else set()
        wanted = {one.language for one in mine if one.stage == "shown"}
        agree(shown == wanted, who, f"translations of {work}")
        if work.stage != "published" or entry is None:
            return
        matter = find(conn, viewer, Kind.PRACTICE, work.id)
        writes = allows(viewer, P.TRANSLATION_WRITE, matter)
        agree(writes is translated.translates(self.world, who, work), who, f"translates {work}")
        own = queries.own(conn, viewer, work.id) if writes else ()
        decides = allows(viewer, P.TRANSLATION_DECIDE, matter)
        offered = queries.offered(conn, work.id) if decides else ()
        found = {(one.language, one.member) for one in (*own, *offered)}
        behind = {(one.language, one.by) for one in mine if one.stage != "shown"}
        agree(found == behind, who, f"what is written of {work}")


def _same(other: Rendered, one: Rendered) -> bool:
    return other.work is one.work and other.language == one.language and other is not one


def _found(found: Sequence[Written], one: Rendered) -> Written:
    pair = (one.language, one.by)
    made = next((each for each in found if (each.language, each.member) == pair), None)
    if made is None:
        raise NotFound
    return made
