"""The order of an inspection: what is offered, without a login; then one login by IMAP; then, if asked, one by POP3."""

from __future__ import annotations

from collections.abc import Callable

from advisor.mailbox import imap, pop
from advisor.mailbox.choose import Greet, first_that_answers
from advisor.mailbox.deadline import Deadline
from advisor.mailbox.failures import where_of
from advisor.mailbox.found import ImapMailbox, Place, Protocol, Server, Trouble, Whereabouts
from advisor.mailbox.hiding import Hiding
from advisor.mailbox.notes import Notes
from advisor.mailbox.options import Find, Options
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret, checked_user
from advisor.mailbox.sign_in import names_windows_only, refuse_without_password
from advisor.mailbox.tls import context
from advisor.mailbox.words import trouble

NAMES: dict[Protocol, str] = {"imap": "IMAP", "pop": "POP3"}
_REFUSALS = frozenset({
    "sign-in-refused", "app-password", "access-switched-off", "password-expired", "account-trouble", "server-busy",
    "in-use", "mailbox-in-use", "too-many-connections", "login-delay"})
"""With these a server says no to a login. After anything else nobody knows how it ended."""


class Steps:
    """One inspection. Each step writes what it learned into the notes; only the end of all time is raised."""

    def __init__(self, options: Options, deadline: Deadline, say: Callable[[str], None], notes: Notes) -> None:
        self.options, self.deadline, self.say, self.notes = options, deadline, say, notes
        self.refused = False
        """whether a server did not let us in: then the password goes nowhere else"""

    def all(self, whereabouts: Whereabouts | Find) -> None:
        """Every step. Raises Unavailable when the rest is without sense."""
        self.tls = context(self.options.ca_file)
        found = whereabouts if isinstance(whereabouts, Whereabouts) else whereabouts(self.deadline, self.say)
        self.notes.where(found)
        self.deadline.check()
        imap_server = self._greeted("imap", found, imap.greet)
        pop_server = self._greeted("pop", found, pop.greet)
        if not found.places:
            self.notes.trouble(trouble("not-found"))
        if self.options.password is None:
            return
        if imap_server is not None:
            self._sign_in(imap_server, self.options.password)
        if pop_server is not None and self.options.pop_login:
            self._sign_in(pop_server, self.options.password)
        elif pop_server is not None and imap_server is None:
            self.notes.trouble(trouble("pop-login-not-asked", where_of(pop_server.place)))
        elif self.options.pop_login and found.places and not any(place.protocol == "pop" for place in found.places):
            self.notes.trouble(trouble("no-pop-server"))

    def _greeted(self, protocol: Protocol, found: Whereabouts, greet: Greet) -> Server | None:
        def say(place: Place) -> None:
            self.say(f"Asking {where_of(place)} what it offers ({NAMES[protocol]})")

        places = [place for place in found.places if place.protocol == protocol]
        server = first_that_answers(places, self.deadline, self.tls, greet, say, self.notes.trouble)
        if server is None:
            return None
        hidden = Hiding(self.options.password, self._user(server)).server(server)
        self.notes.server(hidden)
        return hidden

    def _user(self, server: Server) -> str:
        return self.options.user or server.place.user or self.notes.found.address

    def _sign_in(self, server: Server, secret: Secret) -> None:
        """One login, if it is safe and of use."""
        place, where = server.place, where_of(server.place)
        user = self._user(server)
        try:
            if self.options.oauth_only or place.host.lower() in self.options.window_hosts:
                raise Unavailable(trouble("oauth-only", where))
            if place.doubtful and place.host not in self.options.agreed:
                raise Unavailable(trouble("host-not-confirmed", where))
            checked_user(user)
            refuse_without_password(server)
            if place.protocol == "pop":
                self._wait_kept(server, user)
            if self.refused:
                raise Unavailable(trouble("not-tried-again", where))
            self._read(server, user, secret)
        except Unavailable as unavailable:
            self._went_wrong(server, unavailable.trouble)

    def _read(self, server: Server, user: str, secret: Secret) -> None:
        """Whatever happens between the sending of the password and our being in counts as a refusal."""
        notes, place, hide = self.notes, server.place, Hiding(secret, user)
        if place.protocol == "imap":

            def sending() -> None:
                self.refused = True
                notes.sending("imap")

            def keep(box: ImapMailbox) -> None:
                self.refused = False
                notes.imap(hide.imap(box))

            told = imap.Told(self.say, keep, notes.trouble, sending)
            imap.read_imap(place, user, secret, self.deadline, self.tls, told)
            return
        if not self.options.pop_logins.note(place.host, user) and self._delay(server, user):
            raise Unavailable(trouble("login-not-kept", where_of(place)))
        pop.read_pop(server, user, secret, self.deadline, self.tls, self.say, lambda box: notes.pop(hide.pop(box)),
                     notes.trouble, lambda: notes.sending("pop"))

    def _went_wrong(self, server: Server, found: Trouble) -> None:
        """Note it. A connection that ends after the login leaves the rest of the mailbox unread."""
        protocol, where = server.place.protocol, where_of(server.place)
        signed_in = (self.notes.found.imap if protocol == "imap" else self.notes.found.pop) is not None
        if not signed_in and found.code in _REFUSALS:
            self.notes.login_refused(protocol)
        self.deadline.check(where)
        if signed_in:
            self.notes.stopped(found)
            return
        if found.code == "in-use" and protocol == "pop":
            self.notes.pop_in_use()
        if found.code == "sign-in-refused" and self.notes.found.imap is not None:
            found = trouble("pop-refused", where)
        elif found.code == "sign-in-refused" and names_windows_only(server):
            found = trouble("oauth-likely", where)
        self.notes.trouble(found)

    def _delay(self, server: Server, user: str) -> int:
        """Seconds between two logins by POP3: as told before the login, or when it was last read after one."""
        return max(pop.login_delay_before(server) or 0, self.options.pop_logins.delay(server.place.host, user))

    def _wait_kept(self, server: Server, user: str) -> None:
        """Nobody is served by a second login too early: the server may refuse the person's own program then."""
        ago = self.options.pop_logins.seconds_ago(server.place.host, user)
        if ago is not None and ago < self._delay(server, user):
            raise Unavailable(trouble("login-delay", where_of(server.place)))
