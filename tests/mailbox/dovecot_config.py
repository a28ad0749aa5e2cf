"""The configuration of a throw-away Dovecot 2.3: unprivileged, loopback only, one user, everything in one folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BOXES = {"Sent": "\\Sent", "Drafts": "\\Drafts", "Junk": "\\Junk", "Trash": "\\Trash", "Archive": "\\Archive"}


@dataclass(frozen=True)
class Options:
    """What a test may want to be different. `quota` is a rule of Dovecot's; "" is the plugin without a limit."""

    protocols: tuple[str, ...] = ("imap", "pop3")
    user: str = "mary@example.test"
    password: str = "Zq7-plum-Harbour"
    quota: str | None = "*:storage=10M:messages=1000"
    plain_ports: bool = False
    """also the ports without TLS from the first byte, on which STARTTLS and STLS are offered"""
    tls_ports: bool = True
    special_use: bool = False
    """Sent, Drafts, Junk, Trash and Archive say what they are for; those that exist, exist by `folders`"""
    pop_lock: bool = False
    """pop3_lock_session; the second session waits some 11 s for [IN-USE]"""
    rawlog: bool = True
    """commands after login are written down, so `Dovecot.commands()` works; off for very many messages"""
    certificate_for: tuple[str, ...] = ("localhost", "127.0.0.1", "127.0.0.2")
    expired: bool = False
    """the certificate ended on 2 January 2001"""
    connections: int = 50
    """mail_max_userip_connections"""
    mechanisms: str = "plain login"
    imap_extra: str = ""
    """more lines for `protocol imap { }`"""
    pop_extra: str = ""
    """more lines for `protocol pop3 { }`"""
    extra: str = ""
    """more lines at the end"""


@dataclass(frozen=True)
class Ports:
    """On 127.0.0.1, and on 127.0.0.2, where the client has another address than the server.

    Only there Dovecot takes an unencrypted connection for insecure, and says LOGINDISABLED.
    """

    imap: int
    imaps: int
    pop3: int
    pop3s: int


def config_text(folder: Path, options: Options, ports: Ports, owner: tuple[str, str, int, int]) -> str:
    """The whole configuration. The owner is the unprivileged account: user, group and their numbers."""
    user, group, uid, gid = owner
    parts = [
        f"""
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = advisortest
log_path = {folder}/log
protocols = {" ".join(options.protocols)}
listen = 127.0.0.1, 127.0.0.2
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
auth_mechanisms = {options.mechanisms}
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = {options.connections}
rawlog_dir = %h/rawlog
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
{_boxes() if options.special_use else ""}
}}
protocol imap {{
  mail_plugins = {"quota imap_quota" if options.quota is not None else ""}
  {options.imap_extra}
}}
protocol pop3 {{
  mail_plugins = {"quota" if options.quota is not None else ""}
  pop3_lock_session = {"yes" if options.pop_lock else "no"}
  {options.pop_extra}
}}
""",
        _quota(options.quota),
        _login("imap", "imap", "imaps", ports.imap, ports.imaps, options) if "imap" in options.protocols else "",
        _login("pop3", "pop3", "pop3s", ports.pop3, ports.pop3s, options) if "pop3" in options.protocols else "",
        options.extra,
    ]
    return "\n".join(parts)


def _boxes() -> str:
    return "\n".join(f"  mailbox {name} {{\n    special_use = {flag}\n  }}" for name, flag in BOXES.items())


def _quota(rule: str | None) -> str:
    if rule is None:
        return ""
    line = f"  quota_rule = {rule}\n" if rule else ""
    return f"plugin {{\n  quota = count:User quota\n  quota_vsizes = yes\n{line}}}"


def _login(service: str, plain: str, tls: str, plain_port: int, tls_port: int, options: Options) -> str:
    """Port 0 switches a listener off."""
    return f"""
service {service}-login {{
  chroot =
  inet_listener {plain} {{
    port = {plain_port if options.plain_ports else 0}
  }}
  inet_listener {tls} {{
    port = {tls_port if options.tls_ports else 0}
    ssl = yes
  }}
}}
"""
