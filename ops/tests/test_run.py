"""What bin/run refuses before it starts anything."""

import os
import subprocess
from socket import socket

import pytest

from ops import ROOT, ports
from ops.run import parse


def test_without_options_it_is_port_8000_with_the_demo(monkeypatch):
    monkeypatch.delenv("CARTWHEEL_DATA", raising=False)
    options = parse([])

    assert (options.port, options.data, options.demo) == (8000, ROOT / "var", True)


def test_options_say_otherwise(tmp_path):
    options = parse(["--port", "8080", "--data", str(tmp_path), "--no-demo"])

    assert (options.port, options.data, options.demo) == (8080, tmp_path, False)


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(SystemExit) as refusal:
        parse(["--port", port])
    assert refusal.value.code == 2


def test_a_port_that_is_taken_is_refused_in_one_sentence(tmp_path):
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [ROOT / "bin" / "run", "--port", str(port), "--data", tmp_path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"bin/run: Port {port} is taken by another program: choose another with --port.\n"
    )


def test_a_wrong_variable_is_refused_in_one_sentence_before_anything_starts(tmp_path):
    environment = {**os.environ, "CARTWHEEL_WEB_WORKERS": "many"}
    command = [ROOT / "bin" / "run", "--port", str(ports.any_free()), "--data", tmp_path]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert done.stderr == (
        "Cartwheel cannot start: CARTWHEEL_WEB_WORKERS must be a whole number"
        " from 1 to 64, not 'many'.\n"
    )
