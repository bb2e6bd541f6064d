"""The words of the page that says that a way in is made."""

from collections.abc import Mapping

from provider.words import N_

MADE: Mapping[str, str] = {
    "made": N_("Your way in is made"),
    "made-lede": N_("Your way in works, and the codes of your list count from now on."),
    "made-name": N_("Your account name is %(name)s."),
    "made-alone": N_(
        "No colleague of yours can be told of this by e-mail, so tell them, and whoever looks "
        "after this provider. In three days your account counts as one of the two who decide."
    ),
    "made-next": N_(
        "Go back to the application that asks you to sign in; this browser is known from now on."
    ),
}
"""Its sentences by their keys."""
