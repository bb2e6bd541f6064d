"""Rules about what is said under a practice."""

from app.access.permissions import P
from app.access.predicates import of_secretariat, office_holder, owner, staff, stage_in
from app.access.rule import Rule, rule
from app.core.i18n import N_

OF_COMMENTS: dict[P, Rule] = {
    P.COMMENT_WRITE: rule(
        (office_holder, stage_in("published")),
        (staff, stage_in("published")),
        says=N_("Members and the Secretariat comment on what is published."),
    ),
    P.COMMENT_STEER: rule(
        (owner,),
        (staff, of_secretariat),
        says=N_("Only the office that wrote a comment changes it or takes it back."),
    ),
    P.COMMENT_SETTLE: rule(
        (owner,),
        (staff, of_secretariat),
        says=N_("Only who asked, and the office that is asked, say what answers a question."),
    ),
    P.COMMENT_REPORT: rule(
        (office_holder,),
        (staff,),
        says=N_("Members and the Secretariat report a comment."),
    ),
    P.COMMENT_MARK: rule(
        (office_holder,),
        (staff,),
        says=N_("Members and the Secretariat mark comments as read."),
    ),
    P.COMMENT_MODERATE: rule(
        (staff,), says=N_("Only the Secretariat hides, moves and closes comments.")
    ),
}
