"""The words of the house face's pages, and with them those of its letters."""

from collections.abc import Mapping

from provider.house.address_words import ADDRESS
from provider.house.letter_words import LETTERS
from provider.house.made_words import MADE
from provider.words import N_
from provider.words import WORDS as SHARED

_ALSO = ("refused", "client", "address", "request", "late", "foreign", "token", "missing", "method")
"""Sentences that both faces say alike."""

_OTHERS: Mapping[str, str] = {
    **{key: SHARED[key] for key in (*_ALSO, "fault", "left", "back")},
    **ADDRESS,
    **LETTERS,
    **MADE,
}

WORDS: Mapping[str, str] = {
    **_OTHERS,
    "left-body": N_(
        "This provider keeps no session of its own: next time it asks again who you are. You can "
        "close this page."
    ),
    "sign-in": N_("Sign in"),
    "passkey": N_("With a passkey or a security key"),
    "passkey-use": N_("Use a passkey"),
    "passkey-without": N_(
        "A passkey needs a script, which your browser does not run here. Use a code instead."
    ),
    "passkey-none": N_("No passkey was given, so nothing was sent. Try again, or use a code."),
    "passkey-number": N_("This provider stands at a number, for which browsers make no passkeys."),
    "codes": N_("With a code"),
    "codes-how": N_(
        "In a browser in which you signed in before, the code of your app is enough. In any other,"
        " add a code of your printed list; such a code alone is enough everywhere."
    ),
    "name": N_("Work address or account name"),
    "app-code": N_("Code of your app"),
    "app-hint": N_("Six digits"),
    "printed-code": N_("Code of your printed list"),
    "printed-hint": N_("Sixteen letters and digits; cross it out, it works once"),
    "enter": N_("Sign in with the code"),
    "cancel": N_("Go back without signing in"),
    "wrong": N_(
        "That was not accepted, so you are not signed in. Check what you typed; in a browser that "
        "is new for you, add a code of your printed list."
    ),
    "wait": N_("There were too many wrong attempts. Wait %(seconds)s seconds, then try again."),
    "help": N_("If nothing helps, write to %(contact)s."),
    "enrol": N_("Make your way in"),
    "enrol-lede": N_(
        "For %(name)s. This address works until you have made a way in and copied your codes."
    ),
    "enrol-passkey": N_(
        "Your device, or a security key, checks that it is you, by finger, face or PIN. No other "
        "site can ask for it, and it counts as two factors."
    ),
    "enrol-app": N_(
        "An app on your telephone shows six digits that change every half minute. It counts as one"
        " factor."
    ),
    "make-passkey": N_("Make a passkey"),
    "make-app": N_("Use an app"),
    "app": N_("With an authenticator app"),
    "app-add": N_("Add this account to your app"),
    "app-scan": N_("Scan this picture with your authenticator app."),
    "app-picture": N_("A picture of the key below, for the camera of an app"),
    "app-open": N_("Open the app on this device"),
    "app-type": N_("Or type this key into the app; it is a secret:"),
    "app-show": N_("Type the code that the app now shows"),
    "done": N_("Done"),
    "wrong-code": N_("That is not the code of this key. Wait for the next one and type it."),
    "wrong-key": N_("The passkey was not accepted, so nothing was changed. Try again."),
    "key-none": N_("No passkey was made, so nothing was sent. Try again when you have it at hand."),
    "key-without": N_(
        "A passkey needs a script, which your browser does not run here. Go back and use an app."
    ),
    "mail": N_("To read only, with a code by e-mail"),
    "mail-how": N_(
        "A code that we send to your work address opens what the whole network reads, and nothing "
        "else. For requests, talks and your own work you need your passkey, your app or your list."
    ),
    "mail-address": N_("Work address"),
    "mail-send": N_("Send me a code"),
    "mail-wait": N_(
        "Codes were asked for too often. Wait %(seconds)s seconds, then try again, or use another "
        "way."
    ),
    "mailed": N_("Type the code from your e-mail"),
    "mailed-lede": N_(
        "If somebody here has this work address, a code is on its way to it. It works once, for ten"
        " minutes, in this browser. It opens reading only."
    ),
    "mailed-code": N_("Code from the e-mail"),
    "mailed-hint": N_("Ten letters and digits"),
    "mailed-enter": N_("Sign in to read"),
    "mailed-other": N_("Ask for another code, or use another way"),
    "wrong-mailed": N_(
        "That is not the code of this e-mail, or it is over, so you are not signed in. Check what "
        "you typed; after five wrong codes ask for another."
    ),
    "list": N_("Print your list of codes"),
    "list-lede": N_(
        "Print or copy these codes now; they are not shown again. Each works once, when your "
        "passkey or app is not at hand, or in a browser that is new for you. Keep them apart from "
        "your device. Nothing is changed until you type one of them below."
    ),
    "list-type": N_("Type one of these codes from your copy"),
    "list-hint": N_("It shows that you have the list, and is not used up by it."),
    "list-keep": N_("I have the list"),
    "wrong-list": N_(
        "That is none of the codes on this page, so nothing was changed. Copy the list and type "
        "one of its codes."
    ),
    "list-new": N_("Make a new list of codes"),
    "list-prove": N_(
        "Show once more that it is you. The codes of your old list count until you have said that "
        "you have the new one, and then no more."
    ),
    "list-codes": N_(
        "In a browser in which you signed in before, the code of your app is enough. In any other,"
        " add a code of your printed list; a printed code alone makes no new list."
    ),
    "listed": N_("Your new list counts"),
    "listed-lede": N_(
        "The codes of the old list are worth nothing any more: destroy it. Go back to the "
        "application that asks you to sign in."
    ),
    "remaining": N_("You used a code of your printed list"),
    "remaining-lede": N_("Cross it out. Codes that are left on your list: %(number)s."),
    "remaining-few": N_(
        "Your list is nearly used up. Make a new one while you still have your app or your passkey;"
        " without them you need help to come in again."
    ),
    "go-on": N_("Go on to %(host)s"),
    "over": N_(
        "This address was used already, is too old, or never was one. Ask whoever gave it to you "
        "for another; who came from an invitation opens that again."
    ),
    "account": N_("Make your account"),
    "account-lede": N_(
        "Your invitation at %(host)s lets you make an account here, with which you then sign in. "
        "Nothing is kept until you have made a way in and have your printed codes."
    ),
    "account-name": N_("Your name"),
    "account-name-hint": N_("As your colleagues know it"),
    "account-handle": N_("Account name"),
    "account-handle-hint": N_("Such as ama.mensah; without blanks and without @"),
    "account-mail": N_("Work address"),
    "account-mail-hint": N_("You can leave it empty; a code that is sent to it confirms it"),
    "account-next": N_("Go on to your way in"),
    "account-wrong": N_(
        "That cannot be taken. A name has 1 to 120 letters, an account name 1 to 80 without blank "
        "and @, and a work address is one such as ama@mfa.example."
    ),
    "account-taken": N_(
        "This account name is somebody's already. Choose another one; if it is yours, go back and "
        "sign in with the account that you have."
    ),
    "account-meanwhile": N_(
        "This account name became somebody's in the meantime, so no account was made. Open your "
        "invitation again and begin anew."
    ),
    "reset": N_("Make a new way in"),
    "reset-lede": N_(
        "For %(name)s. Two people at %(host)s agreed to help you in again, because you lost your "
        "passkey or app and your printed list."
    ),
    "reset-ends": N_(
        "When the new way in is made and you have your new list, your old passkeys, app and list "
        "end. Until then nothing changes, and signing in by one of them stops this."
    ),
    "reset-none": N_(
        "No new way in is made by this link: you signed in here after it was asked for, or your "
        "account gets one only from those who look after it. Sign in as usual, or write to whoever "
        "gave you the link."
    ),
    "reset-spent": N_(
        "This page was opened in another browser, or a new way in was made with your link. Open the"
        " link again; if you made the way in, sign in with it there."
    ),
    "statement": N_(
        "Nobody vouches for this page, or no more: it opens for ten minutes from your invitation. "
        "Open your invitation again and begin anew."
    ),
    "statement-spent": N_(
        "This page was opened in another browser, or an account was made with this invitation. Open"
        " your invitation again; if you made the account, sign in with it there."
    ),
}
"""Every word of the house face's pages by its key."""
