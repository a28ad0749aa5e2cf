"""A real mail server for one test: started in about 70 ms, on loopback only, without privileges, then thrown away."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.mailbox.dovecot_config import Options, Ports, config_text
from tests.mailbox.dovecot_system import PATH, free_ports, make_box, owner, program

READING_IMAP = re.compile(
    r"(?:CAPABILITY|NAMESPACE|LOGOUT|GETQUOTAROOT .+|LIST .+|LSUB .+|EXAMINE .+|STATUS .+ \((?:MESSAGES|SIZE| )+\)"
    r"|FETCH [0-9:,]+ \((?:RFC822\.SIZE|FLAGS| )+\))"
)
READING_POP = re.compile(r"(?:CAPA|STAT|LIST|UIDL|QUIT)")


class Dovecot:
    """One running server with one mailbox. Connect to `host` ("localhost") and `ports`, verified by `ca_file`."""

    host = "localhost"

    def __init__(self, options: Options) -> None:
        self.options = options
        self.user, self.password = options.user, options.password
        self.folder = Path(tempfile.mkdtemp(prefix="dv"))  # short: a unix socket's path has 107 bytes at most
        self.home = self.folder / "home"
        self.maildir = self.home / "Maildir"
        self.ca_file = self.folder / "ca.pem"
        self.owner = owner()
        self._process: subprocess.Popen[bytes] | None = None
        self._delivered = 0
        for name in ("run", "state", "home"):
            (self.folder / name).mkdir()
        if options.rawlog:
            (self.home / "rawlog").mkdir()
        make_box(self.maildir)
        (self.folder / "users").write_text(f"{self.user}:{{PLAIN}}{self.password}:::::\n", encoding="utf-8")
        self._certificates()

    def _certificates(self) -> None:
        import trustme

        authority = trustme.CA()
        end = datetime(2001, 1, 2, tzinfo=UTC) if self.options.expired else None
        start = datetime(2000, 1, 1, tzinfo=UTC) if self.options.expired else None
        issued = authority.issue_cert(*self.options.certificate_for, not_before=start, not_after=end)
        authority.cert_pem.write_to_path(str(self.ca_file))
        issued.private_key_pem.write_to_path(str(self.folder / "key.pem"))
        (self.folder / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))

    def start(self) -> Dovecot:
        """Start and wait for every port; tried twice, for somebody may take a free port in between."""
        for attempt in (1, 2):
            self.ports = Ports(*free_ports(4))
            config = self.folder / "dovecot.conf"
            config.write_text(config_text(self.folder, self.options, self.ports, self.owner), encoding="utf-8")
            self.own()
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "QUIT", *self._dropped(), program(), "-F", "-c", str(config)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={"PATH": PATH},
            )
            try:
                self._wait()
                return self
            except RuntimeError:
                self.stop()
                if attempt == 2:
                    raise
        raise AssertionError("not reached")

    def _dropped(self) -> list[str]:
        if os.geteuid() != 0:
            return []
        return [f"--reuid={self.owner[2]}", f"--regid={self.owner[3]}", "--clear-groups"]

    def open_ports(self) -> list[int]:
        """The ports that listen, by the options."""
        found = []
        for protocol, plain, tls in (("imap", "imap", "imaps"), ("pop3", "pop3", "pop3s")):
            if protocol in self.options.protocols:
                found += [getattr(self.ports, plain)] if self.options.plain_ports else []
                found += [getattr(self.ports, tls)] if self.options.tls_ports else []
        return found

    def _wait(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        end = time.monotonic() + 10
        for port in self.open_ports():
            while True:
                if self._process.poll() is not None:
                    raise RuntimeError(self._process.stderr.read().decode(errors="replace") + self.log())
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    if time.monotonic() > end:
                        raise RuntimeError(f"no answer on port {port}\n{self.log()}") from None
                    time.sleep(0.005)

    def stop(self) -> None:
        """SIGQUIT ends it and its children in some 5 ms; SIGTERM would take a second."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.send_signal(signal.SIGQUIT)
                try:
                    self._process.wait(5)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
            assert self._process.stderr is not None
            self._process.stderr.close()
            self._process = None

    def throw_away(self) -> None:
        """Stop, and remove every file."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def own(self) -> None:
        """Hand all files to the unprivileged account; needed again after files were put in by root."""
        if os.geteuid() == 0:
            top = self.folder if self._process is None else self.home  # what runs makes and removes sockets of its own
            for root, _, names in os.walk(top):
                for path in (root, *(os.path.join(root, name) for name in names)):  # noqa: PTH118 (100,000 files)
                    with suppress(FileNotFoundError):  # files of the index come and go
                        os.chown(path, self.owner[2], self.owner[3])

    def box(self, name: str = "INBOX") -> Path:
        """The Maildir of a folder; its name may hold any letters but "." ("/" separates levels)."""
        if name == "INBOX":
            return self.maildir
        from imapclient.imap_utf7 import encode

        return self.maildir / ("." + encode(name).decode().replace("/", "."))

    def folder_named(self, *names: str) -> None:
        """Make folders that hold nothing."""
        for name in names:
            make_box(self.box(name))
        self.own()

    def subscribe(self, *names: str) -> None:
        """Put folders on the list of those that mail programs show; without a call nothing is subscribed."""
        from imapclient.imap_utf7 import encode

        with (self.maildir / "subscriptions").open("a", encoding="ascii") as file:
            file.write("".join(encode(name).decode() + "\n" for name in names))
        self.own()

    def deliver(self, number: int = 1, name: str = "INBOX", flags: str | None = None, size: int = 300) -> int:
        """Put messages in; returns their bytes as the protocols count them (CRLF). Flags None = new, not yet seen."""
        box = self.box(name)
        if not box.exists():
            make_box(box)
        for _ in range(number):
            self._delivered += 1
            head = f"From: a@example.test\nSubject: {self._delivered}\nMessage-ID: <{self._delivered}@example.test>\n\n"
            body = head + "x" * max(0, size - len(head) - head.count("\n") - 2) + "\n"
            crlf = len(body) + body.count("\n")
            file = f"{1_700_000_000 + self._delivered}.M{self._delivered}.example,S={len(body)},W={crlf}"
            place = box / "new" / file if flags is None else box / "cur" / f"{file}:2,{flags}"
            place.write_text(body, encoding="ascii")
        self.own()
        return number * crlf if number else 0

    def snapshot(self) -> Counter[tuple[str, str, str, str]]:
        """Every message: folder, name without flags, flag letters, hash of its bytes. Index files do not count."""
        found: Counter[tuple[str, str, str, str]] = Counter()
        for path in self.maildir.glob("**/*"):
            if path.is_file() and path.parent.name in {"new", "cur", "tmp"}:
                base, _, flags = path.name.partition(":2,")
                box = str(path.parent.parent.relative_to(self.maildir))
                found[(box, base.partition(",")[0], flags, hashlib.sha256(path.read_bytes()).hexdigest())] += 1
        return found

    def seen_by_nobody(self) -> int:
        """How many messages still carry the mark Recent: they lie in new/."""
        return sum(1 for path in self.maildir.glob("**/new/*") if path.is_file())

    def subscriptions(self) -> str:
        """The list of subscribed folders, as the server keeps it."""
        file = self.maildir / "subscriptions"
        return file.read_text(encoding="ascii") if file.exists() else ""

    def log(self) -> str:
        """What the server wrote down itself."""
        file = self.folder / "log"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    def commands(self) -> list[str]:
        """Every command after login, of all sessions, without tags. Fails where the log is off."""
        assert self.options.rawlog, "this server writes no commands down"
        found = []
        for path in sorted((self.home / "rawlog").glob("*.in")):
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                command = re.sub(r"^\d+\.\d+ ", "", line).strip()
                found.append(re.sub(r"^[A-P]{4}\d+ ", "", command))
        return [one for one in found if one]

    def sessions_ended(self, number: int = 1) -> None:
        """Wait until the server has written the last line of so many sessions."""
        end = time.monotonic() + 5
        while len(re.findall(r"(?:deleted|del)=\d", self.log())) < number:
            assert time.monotonic() < end, self.log()
            time.sleep(0.01)

    def assert_only_read(self) -> None:
        """No command but those that read; and the server counts nothing deleted, expunged or fetched."""
        commands = self.commands()
        assert commands, "nothing was written down, so it proves nothing"
        for command in commands:
            allowed = READING_IMAP.fullmatch(command) or READING_POP.fullmatch(command)
            assert allowed, f"this is not a reading command: {command}"
        log = self.log()
        assert not re.search(r"\b(?:deleted|expunged|trashed|body_count|top|retr|del)=[1-9]", log), log
