"""Programs that run side by side, and end together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from ops import ROOT

PATIENCE = 20.0  # seconds that a child has to finish what it does


@dataclass
class Children:
    """Start them, watch them, stop them all when one ends or when a signal says so."""

    environment: dict[str, str]
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _others: dict[str, Callable[[], bool]] = field(default_factory=dict)
    _signals: int = 0

    def __post_init__(self) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, self._on_signal)

    def start(self, name: str, command: list[str]) -> None:
        # A session of its own: a Ctrl-C at the terminal reaches this process alone, which then
        # stops the others in order.
        self._running[name] = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    def run(self, name: str, command: list[str]) -> int | None:
        """Start, and wait for the end: its status, or None when told to stop before that."""
        self.start(name, command)
        while self._running[name].poll() is None and not self.told_to_stop:
            time.sleep(0.05)
        if self.told_to_stop:
            return None
        return self._running.pop(name).returncode

    def depend_on(self, name: str, is_alive: Callable[[], bool]) -> None:
        """Watch also what was not started here, and is not stopped here."""
        self._others[name] = is_alive

    def ended(self) -> str | None:
        """What is no more, if anything: "worker (status 1)"."""
        for name, child in self._running.items():
            if child.poll() is not None:
                return f"{name} (status {child.returncode})"
        return next((name for name, is_alive in self._others.items() if not is_alive()), None)

    @property
    def told_to_stop(self) -> bool:
        return self._signals > 0

    def watch(self) -> str | None:
        """Return when told to stop (None), or with the name of the first that ended."""
        while not self.told_to_stop and not self.ended():
            time.sleep(0.1)
        return None if self.told_to_stop else self.ended()

    def stop(self) -> None:
        """Ask all to end; after ``PATIENCE`` or at a second signal, end them."""
        asked, heard = time.monotonic(), self._signals
        for child in self._running.values():
            _signal(child, signal.SIGTERM)
        while any(child.poll() is None for child in self._running.values()):
            if time.monotonic() - asked > PATIENCE or self._signals > heard:
                break
            time.sleep(0.05)
        for child in self._running.values():
            _signal_group(child, signal.SIGKILL)
            child.wait()

    def _on_signal(self, _number: int, _frame: object) -> None:
        # Only count: a handler may interrupt anything, so it must not touch a lock.
        self._signals += 1


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if child.poll() is None:
        child.send_signal(number)


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Also reach what the child has started and left behind."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def _end_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is killed."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def python(*arguments: str) -> list[str]:
    """A command for the Python of the virtual environment."""
    return [sys.executable, *arguments]
