"""The ten made-up persons of the demonstration."""

from provider.config import Group, Person
from provider.words import N_

TWO_FACTORS = ("pwd", "otp", "mfa")
"""How the Secretariat's people are said to have signed in: they need two factors (RFC 8176)."""


def _person(  # a row of the table below
    persona: str, group: Group, name: str, label: str, description: str
) -> Person:
    return Person(
        subject=f"demo-{persona}",
        name=f"{name} (demonstration)",
        email=f"{persona}@example.org",
        locale="en",
        persona=persona,
        label=label,
        description=description,
        group=group,
        amr=TWO_FACTORS if group == "secretariat" else (),
    )


PERSONAS: tuple[Person, ...] = (
    _person(
        "editor",
        "secretariat",
        "Editor of the Secretariat",
        N_("Editor"),
        N_("Reviews practices, opens requests, edits the manual."),
    ),
    _person(
        "administrator",
        "secretariat",
        "Administrator of the Secretariat",
        N_("Administrator"),
        N_("Keeps members, offices and invitations."),
    ),
    _person(
        "director",
        "secretariat",
        "Director of the Secretariat",
        N_("Director"),
        N_("Decides as the second person, and reads nothing else by it."),
    ),
    _person(
        "focal-point-gha",
        "focal-points",
        "Focal Point of Ghana",
        N_("Focal Point of Ghana"),
        N_("African Group."),
    ),
    _person(
        "focal-point-dnk",
        "focal-points",
        "Focal Point of Denmark",
        N_("Focal Point of Denmark"),
        N_("Western European and Others Group."),
    ),
    _person(
        "focal-point-cri",
        "focal-points",
        "Focal Point of Costa Rica",
        N_("Focal Point of Costa Rica"),
        N_("Latin American and Caribbean Group."),
    ),
    _person(
        "focal-point-tls",
        "focal-points",
        "Focal Point of Timor-Leste",
        N_("Focal Point of Timor-Leste"),
        N_("Asia-Pacific Group."),
    ),
    _person(
        "alternate-gha",
        "focal-points",
        "Alternate of Ghana",
        N_("Alternate of Ghana"),
        N_("Acts when the Focal Point cannot."),
    ),
    _person(
        "organisation-eu",
        "focal-points",
        "Focal Point of the European Union",
        N_("Focal Point of the European Union"),
        N_("A regional organisation."),
    ),
    _person(
        "uninvited",
        "others",
        "Person without an invitation",
        N_("Somebody who is not invited"),
        N_("Has an account here, but no office: shows what a stranger sees."),
    ),
)
