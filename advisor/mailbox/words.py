"""The ways in which reaching a server, signing in and reading can fail: a stable code, what it means, what to do.

What goes wrong on the way to the servers (websites, name servers, addresses) has its words where it happens.

Our own words only: what a server or a library says may hold the password, and a hostile server writes what it likes.
"""

from __future__ import annotations

from advisor.mailbox.found import Trouble

_ASK_PROVIDER = "Ask your provider which server and port to use."
_TRY_LATER = "Try again in a few minutes."
_NOTHING_SENT = "No password was sent."

WORDS: dict[str, tuple[str, str]] = {
    # finding and reaching the server
    "deadline": ("The time for the whole inspection ran out.", "Allow more time with --deadline."),
    "interrupted": ("The inspection was stopped before it was finished.", "Run it again to learn the rest."),
    "bad-host": ("This is not a name that a server can have.", "Check the name for typing errors."),
    "unknown-host": ("No server of this name exists.", "Check the name for typing errors. " + _ASK_PROVIDER),
    "dns-failed": ("The name of the server could not be looked up.", "Check your internet connection."),
    "refused": ("No mail service answers at this server and port.", _ASK_PROVIDER),
    "unreachable": (
        "The server could not be reached.",
        "Check your internet connection; a firewall or a company network may also block it.",
    ),
    "silent": (
        "The server did not answer in time.",
        _TRY_LATER + " If it stays so, the port may be the wrong one, or a firewall keeps it from answering.",
    ),
    "closed": ("The server closed the connection without saying why.", _TRY_LATER),
    "connection-failed": ("The connection to the server failed.", "Check your internet connection. " + _TRY_LATER),
    # encryption
    "ca-file": (
        "The file of certificates cannot be used.",
        "Give a readable file with at least one certificate in PEM form to --ca.",
    ),
    "not-tls": (
        "The server does not speak encrypted at this port. " + _NOTHING_SENT,
        "The port may be one for unencrypted connections. " + _ASK_PROVIDER,
    ),
    "tls-too-old": (
        "The server offers only encryption that is no longer safe (older than TLS 1.2). " + _NOTHING_SENT,
        "Ask your provider for a server that is up to date.",
    ),
    "tls-failed": ("No encrypted connection could be made. " + _NOTHING_SENT, _ASK_PROVIDER),
    "certificate-untrusted": (
        "The certificate of the server comes from nobody whom this computer trusts. Somebody may be listening in. "
        + _NOTHING_SENT,
        "If the server belongs to your own organisation, ask its administrator for the certificate of its authority"
        " and give it to --ca. Otherwise do not use this connection.",
    ),
    "certificate-expired": (
        "The certificate of the server has run out. " + _NOTHING_SENT,
        "Check the date of this computer. If it is right, tell your provider.",
    ),
    "certificate-not-yet": (
        "The certificate of the server is not valid yet. " + _NOTHING_SENT,
        "Check the date of this computer. If it is right, tell your provider.",
    ),
    "certificate-name": (
        "The certificate was made for a server of another name. Somebody may be listening in. " + _NOTHING_SENT,
        "Use the server name that your provider gives; it is often not the part of the address after the @.",
    ),
    "no-tls": (
        "The server offers no encryption here, or somebody on the way removes the offer. Nothing more was sent.",
        "Do not type a password on this connection. " + _ASK_PROVIDER,
    ),
    "starttls-refused": (
        "The server offers encryption and then refuses it. Nothing more was sent.",
        "Do not type a password on this connection. " + _ASK_PROVIDER,
    ),
    "injected": (
        "Something arrived in the moment before the encryption began, which must not happen. Nothing more was sent.",
        "Somebody on the way may be interfering, or the server has a known fault. " + _ASK_PROVIDER,
    ),
    # what the server says
    "garbled": (
        "What the server sent is not understandable.",
        "The port may belong to another service. " + _ASK_PROVIDER,
    ),
    "too-long": (
        "The server sent more than any mailbox needs, and the connection was ended.",
        "Tell your provider if this happens again.",
    ),
    "turned-away": ("The server greets with a refusal.", _TRY_LATER),
    "server-busy": ("The server has a passing fault.", _TRY_LATER),
    "command-refused": ("The server refused to tell this.", ""),
    # signing in
    "bad-user": ("The login name is empty, too long or holds characters that cannot be sent.", "Type it again."),
    "password-empty": ("The password is empty.", "Type the password of the mailbox."),
    "bad-password-characters": (
        "The password holds a line end or another control character, which is never sent.",
        "Type it again; if you pasted it, paste it without the line end.",
    ),
    "oauth-only": (
        "This server lets programs in only after you have signed in through a window of the provider (OAuth2). "
        "A password cannot be used here, and none was sent.",
        "What the server says without a login is told all the same. Your quota and folders can be read in the"
        " provider's web mail.",
    ),
    "oauth-likely": (
        "The server refused the login name or the password, and it names only ways to sign in through a window of the "
        "provider (OAuth2). Most likely the usual password is of no use here. It was tried once, and nowhere else.",
        "Look in the security settings of your account whether you can make a password for mail programs. Your quota"
        " and folders can be read in the provider's web mail.",
    ),
    "password-not-sent": (
        "The server names no way to sign in with a password, so the password was not sent.",
        _ASK_PROVIDER,
    ),
    "sign-in-refused": (
        "The server refused the login name or the password. It was tried once, and nowhere else.",
        "Check both before you try again: several wrong tries can lock a mailbox. Some providers want a password made"
        " for mail programs, or want this way of access switched on first.",
    ),
    "app-password": (
        "The server refuses the usual password: it wants a password made for mail programs.",
        "Make one in the security settings of your account on the provider's web page, and use it here.",
    ),
    "access-switched-off": (
        "This way of reading mail is switched off for your mailbox.",
        "It can often be switched on in the settings of the provider's web mail.",
    ),
    "password-expired": ("The password has run out.", "Set a new one on the provider's web page."),
    "account-trouble": (
        "The server does not let you in, and the reason is not the password.",
        "Ask your provider or administrator: something about the account needs their attention.",
    ),
    "in-use": (
        "The password is right, but another program is reading the mailbox at this moment.",
        "Close other mail programs, or wait some minutes. Which device it is tells much when mail goes missing.",
    ),
    "too-many-connections": (
        "The server allows no further connection to this mailbox at this moment.",
        "Close mail programs on other devices, or wait some minutes.",
    ),
    "mailbox-in-use": (
        "The server says that another program is using the mailbox at this moment.",
        "Close other mail programs, or wait some minutes.",
    ),
    "pop-refused": (
        "IMAP let you in with the same password; POP3 is probably switched off for your mailbox.",
        "It can often be switched on in the settings of the provider's web mail.",
    ),
    "no-pop-server": (
        "No POP3 server is known, so nobody signed in by POP3.",
        "If your provider has one, name it with --pop.",
    ),
    "login-not-kept": (
        "Nobody signed in by POP3: the server wants time between two logins, and the time of this one cannot be kept"
        " on this computer.",
        "Let the program write to its folder (ADVISOR_STATE names another one), or leave out --pop-login.",
    ),
    "login-delay-not-kept": (
        "The server wants time between two logins by POP3, and the time of this one could not be kept on this"
        " computer.",
        "Wait that long before you use --pop-login again.",
    ),
    "login-delay": (
        "The server wants more time between two logins.",
        "Wait some minutes. Until then your mail program may be refused as well.",
    ),
    "not-tried-again": (
        "The second login was left out: the server did not let the first one in, and several wrong tries can lock a"
        " mailbox.",
        "Put the first one right, then run it again.",
    ),
    "pop-login-not-asked": (
        "Nobody signed in: only POP3 takes a password here, and signing in by POP3 was not asked for.",
        "Add --pop-login; it takes the mark of new arrival off messages and changes nothing else.",
    ),
    "host-not-confirmed": (
        "Nothing proves that this is the server of the mailbox: it is only a usual name, or a source that cannot prove"
        " it names a server outside of the domain of the address. The password was not sent there.",
        "If it is the server of your provider, name it yourself with --imap or --pop.",
    ),
    # general
    "not-found": ("No server for this was found.", "Name it with --imap or --pop. " + _ASK_PROVIDER),
    "incomplete": ("Something that was asked for was not told.", "Look at the report for what is known."),
    "no-capabilities": ("The server does not tell what it can do.", ""),
    "failed": ("Something went wrong that has no name here.", _TRY_LATER),
}


def trouble(code: str, where: str = "", doing: str = "") -> Trouble:
    """The trouble of that code; KeyError for one that is not in the table."""
    message, fix = WORDS[code]
    return Trouble(code, message, fix, f"{where}, {doing}" if where and doing else where or doing)
