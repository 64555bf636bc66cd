"""A wrong variable stops the start with one sentence; a right one becomes a value of its type."""

from pathlib import Path

import pytest

from config import env
from config.env import ConfigurationError


@pytest.fixture
def given(monkeypatch):
    """Set the variable X."""
    return lambda value: monkeypatch.setenv("X", value)


def refusal(read):
    with pytest.raises(ConfigurationError) as caught:
        read()
    return str(caught.value)


def test_a_text_is_read_without_the_spaces_around_it(given):
    given(" front desk ")

    assert env.text("X") == "front desk"


def test_an_empty_variable_counts_as_not_set(given):
    given("  ")

    assert env.text("X", "default") == "default"
    assert refusal(lambda: env.text("X")) == "X is not set."


@pytest.mark.parametrize(
    ("value", "flag"), [("on", True), ("Yes", True), ("1", True), ("off", False), ("0", False)]
)
def test_a_flag_is_on_or_off(given, value, flag):
    given(value)

    assert env.flag("X", not flag) is flag


def test_a_flag_that_is_neither_is_refused(given):
    given("maybe")

    assert refusal(lambda: env.flag("X", False)) == "X must be on or off, not 'maybe'."


@pytest.mark.parametrize("value", ["1", "8"])
def test_a_number_may_lie_on_its_limits(given, value):
    given(value)

    assert env.number("X", 4, at_least=1, at_most=8) == int(value)


@pytest.fixture
def pool(monkeypatch):
    """Set the size of the pool and, if told, the threads; what comes of it."""

    def sized(size, threads=""):
        monkeypatch.setenv("CARTWHEEL_POOL_SIZE", size)
        monkeypatch.setenv("CARTWHEEL_WEB_THREADS", threads)
        return env.pool_size()

    return sized


def test_a_pool_has_a_connection_more_than_threads_or_is_none(pool):
    assert [pool("5"), pool("0"), pool(""), pool("", "16"), pool("17", "16")] == [5, 0, 8, 17, 17]


@pytest.mark.parametrize(("size", "threads", "least"), [("4", "", 5), ("2", "", 5), ("8", "8", 9)])
def test_a_pool_that_is_too_small_for_the_threads_is_refused(pool, size, threads, least):
    assert refusal(lambda: pool(size, threads)) == (
        f"CARTWHEEL_POOL_SIZE must be at least {least}, one more than CARTWHEEL_WEB_THREADS,"
        f" or 0 for no pool, not '{size}'."
    )


@pytest.mark.parametrize("value", ["0", "9", "-1", "1_0", "2.5", "٣", "many"])
def test_a_number_beyond_its_limits_is_refused(given, value):
    given(value)

    assert refusal(lambda: env.number("X", 4, at_least=1, at_most=8)) == (
        f"X must be a whole number from 1 to 8, not {value!r}."
    )


def test_a_choice_is_one_of_the_named(given):
    given("loud")

    assert env.choice("X", ("quiet", "loud"), "quiet") == "loud"
    assert refusal(lambda: env.choice("X", ("quiet",), "quiet")) == (
        "X must be one of quiet, not 'loud'."
    )


def test_a_secret_of_31_characters_is_too_short(given):
    given("x" * 31)
    assert refusal(lambda: env.secret("X")) == "X must be at least 32 characters long."

    given("x" * 32)
    assert env.secret("X") == "x" * 32


def test_a_folder_is_absolute_and_not_a_file(given, tmp_path):
    given(str(tmp_path / "a" / ".." / "b"))
    assert env.folder("X", Path("var")) == tmp_path / "b"

    (tmp_path / "b").write_text("")
    assert refusal(lambda: env.folder("X", Path("var"))) == (
        f"X must be a folder, but {tmp_path / 'b'} is a file."
    )


def test_host_names_are_separated_by_commas(given):
    given("book.example.org, 10.0.0.7,")

    assert env.addresses("X") == ["book.example.org", "10.0.0.7"]
    assert env.addresses("Y", ("localhost",)) == ["localhost"]


def test_a_host_name_with_a_scheme_is_refused(given):
    given("https://book.example.org")

    assert refusal(lambda: env.addresses("X")) == (
        "X takes host names separated by commas, without http://, not 'https://book.example.org'."
    )


def test_the_public_address_loses_its_last_slash(given):
    given("https://book.example.org:8443/")

    assert env.public_url("X", "http://127.0.0.1:8000") == "https://book.example.org:8443"


@pytest.mark.parametrize(
    "value", ["book.example.org", "ftp://a", "https://", "http://a/b", "http://a:b"]
)
def test_what_is_no_public_address_is_refused(given, value):
    given(value)

    assert refusal(lambda: env.public_url("X", "http://a")).startswith("X ")


def test_a_mail_server_is_read_from_its_address(given):
    given("smtp://desk%40a.example:p%2Fw@mail.example?tls=tls")

    assert env.mail_server("X") == env.MailServer(
        host="mail.example", port=465, username="desk@a.example", password="p/w", security="tls"
    )


def test_without_the_variable_there_is_no_mail_server():
    assert env.mail_server("X") is None


@pytest.mark.parametrize("value", ["mail.example:25", "smtp://", "smtp://a?tls=maybe", "http://a"])
def test_what_is_no_mail_server_is_refused(given, value):
    given(value)

    assert refusal(lambda: env.mail_server("X")) == (
        "X must look like smtp://user:password@host:587?tls=starttls (or tls=tls, or tls=none)."
    )


def test_a_database_address_becomes_djangos_settings():
    url = "postgres://cart:p%40ss@db.example:6432/wheel?sslmode=require"

    assert env.database_settings(url, 8) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "wheel",
        "USER": "cart",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {
            "sslmode": "require",
            "pool": {"min_size": 2, "max_size": 8, "timeout": 5},
        },
        "CONN_MAX_AGE": 0,
    }


def test_a_database_may_be_reached_through_a_socket_and_without_a_pool():
    settings = env.database_settings("postgresql:///wheel?host=/run/postgresql", 0)

    assert settings["HOST"] == "/run/postgresql"
    assert settings["OPTIONS"] == {}


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://db.example", "wheel", "postgres:///x"])
def test_what_is_no_database_address_is_refused_without_repeating_it(url):
    assert refusal(lambda: env.database_settings(url, 8)) == (
        "DATABASE_URL must look like postgres://user:password@host:5432/database."
    )


def test_a_port_that_is_no_number_is_refused():
    assert refusal(lambda: env.database_settings("postgres://a:b@c:d/e", 8)) == (
        "DATABASE_URL has a host or port that cannot be read."
    )
