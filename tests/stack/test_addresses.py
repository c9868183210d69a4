from pathlib import Path

import environ

from studio.stack.addresses import broker_url, database_url, redis_url
from studio.stack.home import LONGEST_SOCKET, SOCKET_NAME, Places


def test_the_database_address_is_understood_by_the_settings() -> None:
    config = environ.Env.db_url_config(database_url(Path("/tmp/A home/var")))
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["NAME"], config["USER"]) == ("seedbed", "seedbed")
    assert config["OPTIONS"]["host"] == str(Places(Path("/tmp/A home/var")).sockets)


def test_both_servers_share_the_private_socket_folder() -> None:
    places = Places(Path("/srv/studio"))
    assert redis_url(places.home) == f"unix://{places.sockets}/v.sock?db=0"
    assert database_url(places.home).endswith(f"host={places.sockets}")


def test_asking_for_addresses_makes_nothing(tmp_path: Path) -> None:
    database_url(tmp_path / "not yet")
    redis_url(tmp_path / "not yet")
    assert list(tmp_path.iterdir()) == []


def test_celery_gets_its_own_spelling_of_a_socket() -> None:
    assert broker_url("unix:///run/v.sock?db=3") == "redis+socket:///run/v.sock?virtual_host=3"
    assert broker_url("unix:///run/v.sock") == "redis+socket:///run/v.sock?virtual_host=0"


def test_celery_gets_a_servers_address_as_it_is() -> None:
    assert broker_url("redis://valkey:6379/0") == "redis://valkey:6379/0"


def test_a_long_home_gets_a_short_socket_folder() -> None:
    folder = Places(Path("/srv") / ("long" * 30)).sockets
    assert len(str(folder / SOCKET_NAME)) <= LONGEST_SOCKET


def test_a_home_with_odd_characters_gets_a_plain_socket_folder() -> None:
    for name in ("with blank", "with,comma", "naïve", "a?b=c", "100%"):
        assert str(Places(Path("/srv") / name).sockets).startswith("/tmp/seedbed-")


def test_two_homes_never_share_a_socket_folder() -> None:
    one, other = (Places(Path("/srv") / ("long" * 30) / name).sockets for name in ("one", "other"))
    assert one != other
