"""A rule of the policy: alternatives of predicates, and what is said to those whom none fits."""

from dataclasses import dataclass

from app.access.predicates import Predicate, Subject, looks_at_subject
from app.access.viewer import Viewer
from app.core.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Rule:
    """Alternatives of predicates, and the sentence for those whom none of them fits."""

    alternatives: tuple[tuple[Predicate, ...], ...]
    sentence: str = Forbidden.message
    dangerous: bool = False

    @property
    def needs_subject(self) -> bool:
        """Whether the rule looks at the thing acted on."""
        return any(looks_at_subject(p) for line in self.alternatives for p in line)

    def holds(self, viewer: Viewer, subject: Subject | None) -> bool:
        """Whether one alternative fits."""
        for line in self.alternatives:
            for fits in line:
                if not fits(viewer, subject):
                    break
            else:
                return True
        return False


def rule(
    *alternatives: tuple[Predicate, ...], says: str = Forbidden.message, dangerous: bool = False
) -> Rule:
    """Return a rule; ``says`` is the sentence for those whom it refuses."""
    return Rule(alternatives, says, dangerous)
