"""The words of the pages on which a work address is confirmed, and of their letter."""

from collections.abc import Mapping

from provider.words import N_

ADDRESS: Mapping[str, str] = {
    "address-work": N_("Confirm your work address"),
    "address-prove": N_(
        "Show once more that it is you. Then a code is sent to the address that you name, and the "
        "address is kept once you have typed that code."
    ),
    "address-lede": N_(
        "Your account has no confirmed address, so you get no letters and no codes by e-mail. You "
        "can work without. A code is sent to the address that you name here, and nothing else until"
        " you have typed that code."
    ),
    "address-code": N_("Type the code that confirms your address"),
    "address-code-lede": N_(
        "A code is on its way to %(mail)s. It works once, for ten minutes. Until you have typed "
        "it, nothing else is sent there and the address is not kept."
    ),
    "address-confirm": N_("Confirm the address"),
    "address-other": N_("Use another address"),
    "address-without": N_("Go on to %(host)s without it"),
    "address-later": N_(
        "You can work without a confirmed address; letters and codes by e-mail are missing then. "
        "The page on which you sign in leads back here at any time."
    ),
    "address-code-wrong": N_(
        "That is not the code of this e-mail, or it is over, so the address is not confirmed. After"
        " five wrong codes name the address again."
    ),
    "address-wrong": N_("That is no work address. It is one such as ama@mfa.example."),
    "address-wait": N_(
        "Codes were asked for too often. Wait %(seconds)s seconds, then try again; you can work "
        "without."
    ),
    "address-taken": N_(
        "Another account here has this address, so it was not kept for yours. Name another address,"
        " or write to whoever runs this provider."
    ),
    "address-kept": N_("Your address is confirmed"),
    "address-kept-lede": N_("Your account has the work address %(mail)s. You can close this page."),
    "letter-address": N_("Your code to confirm your address"),
    "letter-address-body": N_(
        "Somebody who has an account at %(title)s named this work address as the own one. The code "
        "that confirms it is:\n\n"
        "    %(code)s\n\n"
        "It works once, for ten minutes, on the page on which the address was named. Nobody of us "
        "ever asks you for it: give it to nobody.\n\n"
        "If it was not you, do nothing. Without this code the address is not kept."
    ),
}
"""Each by its key."""
