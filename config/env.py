"""Readers of the environment: each gives a value of its type, or says plainly what is wrong.

A variable that is set but empty counts as not set. A variable without a default is required.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_ON: Final = {"1", "on", "true", "yes"}
_OFF: Final = {"0", "off", "false", "no"}
_TLS_PORTS: Final = {"none": 25, "starttls": 587, "tls": 465}


class ConfigurationError(Exception):
    """The environment is not fit to start with; the text is one sentence for whoever starts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where outgoing mail goes. ``security``: ``none``, ``starttls`` or ``tls`` from the start."""

    host: str
    port: int
    username: str
    password: str
    security: str


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ConfigurationError(f"{name} is not set.")
    return default


def secret(name: str, default: str | None = None, *, at_least: int = 32) -> str:
    """A text that nobody must guess: refused when shorter than ``at_least`` characters."""
    value = text(name, default)
    if len(value) < at_least:
        raise ConfigurationError(f"{name} must be at least {at_least} characters long.")
    return value


def flag(name: str, default: bool) -> bool:
    value = text(name, "on" if default else "off").lower()
    if value not in _ON | _OFF:
        raise ConfigurationError(f"{name} must be on or off, not {value!r}.")
    return value in _ON


def number(name: str, default: int, *, at_least: int = 0, at_most: int = 10_000) -> int:
    value = text(name, str(default))
    # isdecimal() alone would let other scripts' digits through; int() alone would take "1_0".
    if not (value.isascii() and value.isdecimal() and at_least <= int(value) <= at_most):
        raise ConfigurationError(
            f"{name} must be a whole number from {at_least} to {at_most}, not {value!r}."
        )
    return int(value)


def pool_size() -> int:
    """How many database connections a process keeps: more than its threads, or 0 for none."""
    threads = number("CARTWHEEL_WEB_THREADS", 4, at_least=1, at_most=64)
    size = number("CARTWHEEL_POOL_SIZE", max(8, threads + 1), at_most=200)
    if 0 < size <= threads:
        raise ConfigurationError(
            f"CARTWHEEL_POOL_SIZE must be at least {threads + 1}, one more than"
            f" CARTWHEEL_WEB_THREADS, or 0 for no pool, not '{size}'."
        )
    return size


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in choices:
        raise ConfigurationError(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def folder(name: str, default: Path) -> Path:
    """An absolute path; it need not exist yet, but nothing else may stand in its place."""
    path = Path(text(name, str(default))).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise ConfigurationError(f"{name} must be a folder, but {path} is a file.")
    return path


def addresses(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Host names or addresses, separated by commas."""
    hosts = [host.strip() for host in text(name, ",".join(default)).split(",")]
    for host in filter(None, hosts):
        if "/" in host or " " in host:
            raise ConfigurationError(
                f"{name} takes host names separated by commas, without http://, not {host!r}."
            )
    return [host for host in hosts if host]


def public_url(name: str, default: str) -> str:
    """The address people type, such as ``https://book.example.org``, without a slash at the end."""
    value = text(name, default).rstrip("/")
    parts = _split(name, value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(f"{name} must look like https://book.example.org, not {value!r}.")
    if parts.path or parts.query or parts.fragment:
        raise ConfigurationError(f"{name} must end after the host and port, not {value!r}.")
    return value


def mail_server(name: str) -> MailServer | None:
    """The server of ``smtp://user:password@host:587?tls=starttls``; None when it is not set.

    ``tls`` is ``starttls`` (the default), ``tls`` or ``none``.
    """
    value = text(name, "")
    if not value:
        return None
    parts = _split(name, value)
    security = dict(parse_qsl(parts.query)).get("tls", "starttls")
    if parts.scheme != "smtp" or not parts.hostname or security not in _TLS_PORTS:
        raise ConfigurationError(
            f"{name} must look like smtp://user:password@host:587?tls=starttls"
            " (or tls=tls, or tls=none)."
        )
    return MailServer(
        host=parts.hostname,
        port=parts.port or _TLS_PORTS[security],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
    )


def database_settings(
    url: str, pool_size: int, *, engine: str = "django.db.backends.postgresql"
) -> dict[str, Any]:
    """Django's settings for ``postgres://user:password@host:port/name?option=value``.

    What follows the question mark goes to libpq (``sslmode=require``); ``host=/folder`` there names
    a socket. A pool of 0 means a new connection for each request. The address itself is not
    repeated in an error, because it holds a password.
    """
    parts = _split("DATABASE_URL", url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not host or not name or "/" in name:
        raise ConfigurationError(
            "DATABASE_URL must look like postgres://user:password@host:5432/database."
        )
    if pool_size:
        options["pool"] = {"min_size": min(2, pool_size), "max_size": pool_size, "timeout": 5}
    return {
        "ENGINE": engine,
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,  # the pool keeps connections; Django refuses both at once
    }


def _split(name: str, value: str) -> SplitResult:
    """The parts of an address, refused when the port or a bracketed host cannot be read."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ConfigurationError(f"{name} has a host or port that cannot be read.") from None
    return parts
