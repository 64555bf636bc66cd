"""Programs that are started together end together."""

import subprocess
import sys
import textwrap
import time
from pathlib import Path

from ops import ROOT

PARENT = """
    import sys
    from ops.children import Children, python

    children = Children({})
    for name, program in zip(sys.argv[1::2], sys.argv[2::2]):
        children.start(name, python("-c", program))
    print("watching", flush=True)
    print("ended:", children.watch(), flush=True)
    children.stop()
    print("stopped", flush=True)
"""
SLEEPS = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def parent(*children, patience=20.0):
    prelude = f"import ops.children; ops.children.PATIENCE = {patience}\n"
    return subprocess.Popen(
        [sys.executable, "-c", prelude + textwrap.dedent(PARENT), *children],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_when_one_ends_the_others_are_stopped():
    started = parent("sleeper", SLEEPS, "short", "exit(3)")

    assert started.communicate(timeout=15)[0] == "watching\nended: short (status 3)\nstopped\n"


def test_one_signal_stops_all():
    started = parent("sleeper", SLEEPS, "other", SLEEPS)
    assert started.stdout.readline() == "watching\n"
    started.terminate()

    assert started.communicate(timeout=15)[0] == "ended: None\nstopped\n"


def test_a_child_that_does_not_listen_is_ended():
    started = parent("deaf", DEAF, patience=0.5)
    assert started.stdout.readline() == "watching\n"
    started.terminate()

    assert started.communicate(timeout=15)[0] == "ended: None\nstopped\n"


def test_children_do_not_outlive_a_parent_that_was_killed(tmp_path):
    said = tmp_path / "pid"
    started = parent(
        "child", f"import os; open({str(said)!r}, 'w').write(str(os.getpid())); {SLEEPS}"
    )
    wait_for(lambda: said.exists() and said.read_text())
    child = int(said.read_text())
    started.kill()
    started.wait()

    wait_for(lambda: not is_alive(child))


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
