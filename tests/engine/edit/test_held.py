"""Networks are opened at first use and let go when idle."""

import threading
import weakref

from studio.engine.models.held import Held


class Network:
    pass


def test_a_network_is_opened_once_and_shared() -> None:
    held = Held(Network)
    assert not held.is_open
    with held.use() as one, held.use() as two:
        assert one is two
    assert held.is_open


def test_a_network_in_use_is_not_let_go() -> None:
    held = Held(Network)
    with held.use():
        held.release()
        assert held.is_open
    held.release()
    assert not held.is_open


def test_an_idle_network_is_let_go_by_itself() -> None:
    gone = threading.Event()
    held = Held(Network, idle=0.01)
    with held.use() as network:
        weakref.finalize(network, gone.set)
        del network
    assert gone.wait(5)
    assert not held.is_open
