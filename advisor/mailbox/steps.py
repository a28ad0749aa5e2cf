"""The order of an inspection: what is offered, without a login; then one login by IMAP; then, if asked, one by POP3."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from advisor.mailbox import imap, pop
from advisor.mailbox.choose import Greet, first_that_answers
from advisor.mailbox.deadline import Deadline
from advisor.mailbox.failures import where_of
from advisor.mailbox.found import Place, Protocol, Server, Whereabouts
from advisor.mailbox.notes import Notes
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret, checked_user
from advisor.mailbox.sign_in import names_windows_only, refuse_without_password
from advisor.mailbox.tls import context
from advisor.mailbox.words import trouble

if TYPE_CHECKING:
    from advisor.mailbox.inspect import Find, Options

NAMES: dict[Protocol, str] = {"imap": "IMAP", "pop": "POP3"}


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

    def _greeted(self, protocol: Protocol, found: Whereabouts, greet: Greet) -> Server | None:
        def say(place: Place) -> None:
            self.say(f"Asking {where_of(place)} what it offers ({NAMES[protocol]})")

        places = [place for place in found.places if place.protocol == protocol]
        server = first_that_answers(places, self.deadline, self.tls, greet, say, self.notes.trouble)
        if server is not None:
            self.notes.server(server)
        return server

    def _sign_in(self, server: Server, secret: Secret) -> None:
        """One login, if it is safe and of use."""
        protocol = server.place.protocol
        where = where_of(server.place)
        user = self.options.user or server.place.user or self.notes.found.address
        try:
            if self.options.oauth_only or server.place.host.lower() in self.options.window_hosts:
                raise Unavailable(trouble("oauth-only", where))
            if server.place.outside:
                raise Unavailable(trouble("host-not-confirmed", where))
            checked_user(user)
            refuse_without_password(server)
            if protocol == "pop":
                self._wait_kept(server)
            if self.refused:
                raise Unavailable(trouble("not-tried-again", where))
            self._read(server, user, secret)
        except Unavailable as unavailable:
            self.deadline.check(where)
            if unavailable.trouble.code == "in-use" and protocol == "pop":
                self.notes.pop_in_use()
            if unavailable.trouble.code == "sign-in-refused" and names_windows_only(server):
                self.notes.trouble(trouble("oauth-likely", where))
            else:
                self.notes.trouble(unavailable.trouble)

    def _read(self, server: Server, user: str, secret: Secret) -> None:
        """From here on the password may have been sent. Whatever happens before we are in counts as a refusal."""
        notes = self.notes
        if server.place.protocol == "imap":
            try:
                told = imap.Told(self.say, notes.imap, notes.trouble)
                imap.read_imap(server.place, user, secret, self.deadline, self.tls, told)
            finally:
                self.refused = notes.found.imap is None
        else:
            self.options.before_pop_login()
            pop.read_pop(server, user, secret, self.deadline, self.tls, self.say, notes.pop, notes.trouble)

    def _wait_kept(self, server: Server) -> None:
        """Nobody is served by a second login too early: the server may refuse the person's own program then."""
        delay = max(pop.login_delay_before(server) or 0, self.options.pop_delay)
        ago = self.options.pop_login_ago
        if ago is not None and ago < delay:
            raise Unavailable(trouble("login-delay", where_of(server.place)))
