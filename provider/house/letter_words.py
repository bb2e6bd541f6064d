"""The words of the house face's letters."""

from collections.abc import Mapping

from provider.words import N_

LETTERS: Mapping[str, str] = {
    "letter-mailed": N_("Your code for reading"),
    "letter-mailed-body": N_(
        "Somebody asked at %(title)s for a code for your work address. The code is:\n\n"
        "    %(code)s\n\n"
        "It works once, for ten minutes, and only in the browser in which it was asked for. It "
        "opens reading only. Nobody of us ever asks you for it: give it to nobody.\n\n"
        "If it was not you, do nothing. Without this e-mail nobody comes in by it."
    ),
    "letter-used": N_("Somebody signed in by a code from your e-mail"),
    "letter-used-body": N_(
        "At %(time)s somebody signed in as you at %(title)s by a code that was sent to this work "
        "address. It opened reading only.\n\n"
        "If it was not you, somebody else reads your e-mail: write to %(contact)s from another "
        "address, or call."
    ),
    "letter-asks": N_("A new way in to your account was asked for"),
    "letter-asks-body": N_(
        "At %(time)s somebody who looks after %(title)s asked for a new way in to your account, "
        "because you are said to have lost yours. When the new one is used, your passkeys, your "
        "app and your printed codes end.\n\n"
        "If you have lost nothing, sign in once as usual, by a passkey or with a code of your "
        "app or list: that stops it. Then write to %(contact)s, or call."
    ),
    "letter-gave": N_("A new way in to your account can be made now"),
    "letter-gave-body": N_(
        "At %(time)s an address at which a new way in to your account at %(title)s is made was "
        "handed out. It comes to you in person.\n\n"
        "If you have lost nothing, sign in once as usual, by a passkey or with a code of your "
        "app or list: that stops it, and the address opens nothing any more. Then write "
        "to %(contact)s, or call."
    ),
    "letter-shut": N_("Your ways in were removed"),
    "letter-shut-body": N_(
        "At %(time)s your passkeys, your app and your printed codes at %(title)s were removed by "
        "somebody who looks after it. Nobody can sign in as you now.\n\n"
        "If you do not know why, write to %(contact)s, or call."
    ),
    "letter-more": N_("One more way in to your account can be made"),
    "letter-more-body": N_(
        "At %(time)s an address at which one more way in to your account at %(title)s is made was "
        "handed out, with a code of yours.\n\n"
        "If you gave nobody a code, write to %(contact)s at once, or call."
    ),
    "letter-team": N_("A colleague's account got a new way in"),
    "letter-team-body": N_(
        "At %(time)s you are told that an account which acts for the Secretariat at %(title)s got "
        "a new way in. From three days after that it counts as one of the two who decide on new "
        "ways in for others.\n\n"
        "Ask your colleagues whose it is. If it is nobody's, write to %(contact)s at once, or call."
    ),
    "letter-word": N_("A new way in to your account is being made"),
    "letter-word-body": N_(
        "At %(time)s somebody began to make a new way in to your account at %(title)s, because an "
        "application in which you work says that two people agreed to help you in again. When it "
        "is made, your passkeys, your app and your printed codes end.\n\n"
        "If it was not you, sign in once as usual, by a passkey or with a code of your app or "
        "list: that stops it. Then write to %(contact)s, or call."
    ),
}
"""Subject and text of each letter by its key."""
