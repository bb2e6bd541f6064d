"""The nine made-up persons of the demonstration."""

from provider.config import Group, Person


def _person(  # noqa: PLR0913, PLR0917  # a row of the table below
    persona: str, group: Group, name: str, label: str, description: str, fr: tuple[str, str]
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
        words={"fr": fr},
    )


PERSONAS: tuple[Person, ...] = (
    _person(
        "editor",
        "secretariat",
        "Editor of the Secretariat",
        "Editor",
        "Reviews practices, opens requests, edits the manual.",
        ("Rédaction", "Relit les pratiques, ouvre les demandes, rédige le manuel."),
    ),
    _person(
        "administrator",
        "secretariat",
        "Administrator of the Secretariat",
        "Administrator",
        "Keeps members, offices and invitations.",
        ("Administration", "Tient les membres, les bureaux et les invitations."),
    ),
    _person(
        "focal-point-gha",
        "focal-points",
        "Focal Point of Ghana",
        "Focal Point of Ghana",
        "African Group.",
        ("Point focal du Ghana", "Groupe des États d’Afrique."),
    ),
    _person(
        "focal-point-dnk",
        "focal-points",
        "Focal Point of Denmark",
        "Focal Point of Denmark",
        "Western European and Others Group.",
        ("Point focal du Danemark", "Groupe des États d’Europe occidentale et autres États."),
    ),
    _person(
        "focal-point-cri",
        "focal-points",
        "Focal Point of Costa Rica",
        "Focal Point of Costa Rica",
        "Latin American and Caribbean Group.",
        ("Point focal du Costa Rica", "Groupe des États d’Amérique latine et des Caraïbes."),
    ),
    _person(
        "focal-point-tls",
        "focal-points",
        "Focal Point of Timor-Leste",
        "Focal Point of Timor-Leste",
        "Asia-Pacific Group.",
        ("Point focal du Timor-Leste", "Groupe des États d’Asie et du Pacifique."),
    ),
    _person(
        "alternate-gha",
        "focal-points",
        "Alternate of Ghana",
        "Alternate of Ghana",
        "Acts when the Focal Point cannot.",
        ("Suppléance du Ghana", "Agit quand le point focal ne le peut pas."),
    ),
    _person(
        "organisation-eu",
        "focal-points",
        "Focal Point of the European Union",
        "Focal Point of the European Union",
        "A regional organisation.",
        ("Point focal de l’Union européenne", "Une organisation régionale."),
    ),
    _person(
        "uninvited",
        "others",
        "Person without an invitation",
        "Somebody who is not invited",
        "Has an account here, but no office: shows what a stranger sees.",
        (
            "Une personne qui n’est pas invitée",
            "A un compte ici, mais pas de bureau : montre ce que voit une personne inconnue.",
        ),
    ),
)
