"""Asks DNS: one question at a time, each within its own time and the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Protocol

from advisor.mailbox.found import Trouble
from advisor.mailbox.lookup import look_up
from advisor.mailbox.refused import Unavailable

if TYPE_CHECKING:
    from dns.resolver import Resolver

SECONDS = 2.0
"""What one question may take; answers come within milliseconds where anything works at all."""
_MOST_RECORDS = 20
"""How many records of an answer are looked at: nobody has that many mail servers."""
LATER = "Check the internet connection and try again, or name the server yourself."


class Deadline(Protocol):
    """What is left of the time for everything."""

    def remaining(self) -> float:
        """Seconds; 0 or less when it is over."""


class Record(NamedTuple):
    """One SRV record (RFC 2782)."""

    priority: int
    weight: int
    port: int
    target: str
    """small letters, without the full stop at the end; empty where the service is not offered"""


class Names:
    """A resolver: the system's own name servers, or those given."""

    def __init__(self, deadline: Deadline, servers: Sequence[str] = (), port: int = 53) -> None:
        self.deadline = deadline
        self.servers = list(servers)
        self.port = port
        self._resolver: Resolver | None = None

    def addresses(self, host: str) -> list[str]:
        """The addresses of a host, at least one; raises Unavailable.

        By the way that connections take later too, so that both know the same hosts. Name servers that a test gives
        are asked themselves.
        """
        found = self._asked(host) if self.servers else self._of_system(host)
        if not found:
            raise Unavailable(Trouble("unknown-host", f"There is no {host} on the internet.",
                                      "Check how it is spelled.", host))
        return found[:_MOST_RECORDS]

    def _of_system(self, host: str) -> list[str]:
        import socket

        end = monotonic() + self._lifetime(host)
        try:
            return list(dict.fromkeys(str(address[0]) for _, address in look_up(host, 0, lambda: end - monotonic())))
        except TimeoutError:
            raise silent(host) from None
        except socket.gaierror as error:
            if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
                return []
            raise failed(host) from None
        except (OSError, ValueError, TypeError):
            raise failed(host) from None

    def _asked(self, host: str) -> list[str]:
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, LifetimeTimeout, NoAnswer, NoNameservers, NoResolverConfiguration

        try:
            answer = self._ready().resolve_name(f"{host}.", lifetime=self._lifetime(host))
            return [str(address) for address in answer.addresses()]
        except (NXDOMAIN, NoAnswer):
            return []
        except LifetimeTimeout:
            raise silent(host) from None
        except (NoNameservers, NoResolverConfiguration, DNSException, OSError):
            raise failed(host) from None

    def srv(self, name: str) -> list[Record]:
        """The SRV records of that name, none where there are none; raises Unavailable where nobody could say."""
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, LifetimeTimeout, NoAnswer

        try:
            answer = self._ready().resolve(f"{name}.", "SRV", lifetime=self._lifetime(name), search=False)
        except (NXDOMAIN, NoAnswer):
            return []
        except LifetimeTimeout:
            raise silent(name) from None
        except (DNSException, OSError):
            raise failed(name) from None
        return [Record(int(record.priority), int(record.weight), int(record.port),
                       record.target.to_text(omit_final_dot=True).lower().removesuffix("."))
                for record in list(answer)[:_MOST_RECORDS]]

    def mail_exchangers(self, domain: str) -> list[str]:
        """Where mail for the domain arrives (MX records, RFC 5321 section 5.1), none where there are none."""
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, LifetimeTimeout, NoAnswer

        try:
            answer = self._ready().resolve(f"{domain}.", "MX", lifetime=self._lifetime(domain), search=False)
        except (NXDOMAIN, NoAnswer):
            return []
        except LifetimeTimeout:
            raise silent(domain) from None
        except (DNSException, OSError):
            raise failed(domain) from None
        return [record.exchange.to_text(omit_final_dot=True).lower().removesuffix(".") for record in answer]

    def _lifetime(self, where: str) -> float:
        left = self.deadline.remaining()
        if left <= 0:
            raise silent(where)
        return min(SECONDS, left)

    def _ready(self) -> Resolver:
        if self._resolver is None:
            from dns.resolver import Resolver

            self._resolver = Resolver(configure=not self.servers)
            if self.servers:
                self._resolver.nameservers = list(self.servers)
                self._resolver.port = self.port
        return self._resolver


def silent(where: str) -> Unavailable:
    """No name server answered in time."""
    return Unavailable(Trouble("dns-silent", "The name servers (DNS) did not answer in time.", LATER, where))


def failed(where: str) -> Unavailable:
    """The name servers answered, and could not say."""
    return Unavailable(Trouble("dns-failed", "The name servers (DNS) could not answer.", LATER, where))
