"""The provider's own few words, in English and French; it borrows none from the portal."""

LANGUAGES = ("en", "fr")

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "demo": "Demonstration. Everybody on this page is made up.",
        "title": "Choose who you are",
        "lede": "This is a demonstration: the persons below do not exist, and nobody needs a"
        " password. Choose one, and you are signed in as that person.",
        "back": "Afterwards you return to {host}.",
        "secretariat": "Secretariat",
        "focal-points": "Focal Points",
        "others": "Others",
        "cancel": "Go back without signing in",
        "foot": "Write nothing confidential here: whoever opens this address can sign in as"
        " any of these persons.",
        "refused": "This does not lead on",
        "left": "You are signed out",
        "left-body": "The demonstration provider keeps no session of its own: next time it asks"
        " again who you are. You can close this page.",
        "client": "The application that sent you here is not registered with this provider. Tell"
        " whoever runs it.",
        "address": "The application wants you to return to an address that is not registered"
        " here, so you are not sent there. Tell whoever runs it.",
        "request": "The request that brought you here is incomplete or damaged. Go back to where"
        " you came from and start again.",
        "late": "This sign-in was already used, or is older than ten minutes. Go back to where you"
        " came from and start again.",
        "person": "This provider does not know the person you chose. Go back and choose one of"
        " those on the page.",
        "foreign": "This choice was not sent from this provider's own page. Go back to where you"
        " came from and start again.",
        "token": "The request to sign out carries a proof or an address that this provider does"
        " not accept, so you stay here. You can close this page.",
        "missing": "There is nothing at this address.",
        "method": "This address cannot be used in this way.",
        "fault": "Something went wrong here. Go back to where you came from and start again.",
    },
    "fr": {
        "demo": "Démonstration. Toutes les personnes de cette page sont inventées.",
        "title": "Choisissez qui vous êtes",
        "lede": "Ceci est une démonstration : les personnes ci-dessous n’existent pas et aucune"
        " n’a besoin de mot de passe. Choisissez-en une, et vous êtes connecté en son nom.",
        "back": "Vous reviendrez ensuite à {host}.",
        "secretariat": "Secrétariat",
        "focal-points": "Points focaux",
        "others": "Autres",
        "cancel": "Revenir sans se connecter",
        "foot": "N’écrivez rien de confidentiel ici : quiconque ouvre cette adresse peut se"
        " connecter au nom de n’importe laquelle de ces personnes.",
        "refused": "Impossible de continuer",
        "left": "Vous êtes déconnecté",
        "left-body": "Le fournisseur de démonstration ne garde aucune session : la prochaine fois,"
        " il vous demandera de nouveau qui vous êtes. Vous pouvez fermer cette page.",
        "client": "L’application qui vous a envoyé ici n’est pas enregistrée auprès de ce"
        " fournisseur. Signalez-le à la personne qui la gère.",
        "address": "L’application veut vous renvoyer à une adresse qui n’est pas enregistrée ici ;"
        " vous n’y êtes donc pas envoyé. Signalez-le à la personne qui la gère.",
        "request": "La demande qui vous a amené ici est incomplète ou abîmée. Revenez à votre"
        " point de départ et recommencez.",
        "late": "Cette connexion a déjà servi ou date de plus de dix minutes. Revenez à votre"
        " point de départ et recommencez.",
        "person": "Ce fournisseur ne connaît pas la personne choisie. Revenez en arrière et"
        " choisissez une de celles de la page.",
        "foreign": "Ce choix n’a pas été envoyé depuis la page de ce fournisseur. Revenez à votre"
        " point de départ et recommencez.",
        "token": "La demande de déconnexion porte une preuve ou une adresse que ce fournisseur"
        " n’accepte pas ; vous restez donc ici. Vous pouvez fermer cette page.",
        "missing": "Il n’y a rien à cette adresse.",
        "method": "Cette adresse ne s’utilise pas de cette façon.",
        "fault": "Une erreur s’est produite ici. Revenez à votre point de départ et recommencez.",
    },
}


def choose_language(ui_locales: str, accept: str) -> str:
    """Return the first language we speak of ``ui_locales``, else of ``Accept-Language``."""
    wishes = [*ui_locales.split(), *_by_weight(accept)]
    spoken = (wish.lower().replace("_", "-").partition("-")[0] for wish in wishes)
    return next((language for language in spoken if language in LANGUAGES), LANGUAGES[0])


def _by_weight(accept: str) -> list[str]:
    """Return the languages of an ``Accept-Language`` header, the dearest first."""
    weighed = []
    for part in accept.split(","):
        language, _, weight = part.partition(";")
        weighed.append((_number(weight.strip().removeprefix("q=")), language.strip()))
    ordered = sorted(weighed, key=lambda item: item[0], reverse=True)
    return [language for weight, language in ordered if weight > 0]


def _number(weight: str) -> float:
    try:
        return float(weight or "1")
    except ValueError:
        return 0.0
