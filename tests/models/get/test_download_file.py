import hashlib
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import numpy as np
import pytest

from t2v_desktop.errors import Cancelled, FetchError, OutputError
from t2v_desktop.models.get import download_file as downloading
from t2v_desktop.models.get.download_file import SYNC_BYTES, ChangedOnServer, Download, Patience, RemoteFile, Throttle, new_client
from tests.models.get.hub_server import FakeHub, serving

SIZE = 10_000_000
QUICK = Patience(stall_s=1.0, tries=4, first_wait_s=0.01, longest_wait_s=0.05)


def content(size: int = SIZE, seed: int = 0) -> bytes:
    return np.random.default_rng(seed).bytes(size)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[FakeHub]:
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "weights").write_bytes(content())
    with serving(folder) as hub:
        yield hub


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    with new_client(patience=QUICK) as made:
        yield made


def promise(data: bytes) -> RemoteFile:
    return RemoteFile("weights", len(data), hashlib.sha256(data).hexdigest())


def url(hub: FakeHub) -> str:
    return f"{hub.address}/{hub.hub_id}/resolve/main/weights"


class Fetching:
    """One download into `target`, and what it gained."""

    def __init__(self, client: httpx2.Client, tmp_path: Path) -> None:
        self.gained, self.target = 0, tmp_path / "model" / "weights"
        self.download = Download(client, threading.Event(), self.gain, patience=QUICK)

    def gain(self, count: int) -> None:
        self.gained += count

    def fetch(self, hub: FakeHub, remote: RemoteFile | None = None) -> bytes:
        self.download.fetch(url(hub), remote or promise(content()), self.target)
        return self.target.read_bytes()


@pytest.fixture
def fetching(client: httpx2.Client, tmp_path: Path) -> Fetching:
    return Fetching(client, tmp_path)


def left(fetching: Fetching) -> list[str]:
    return sorted(p.name for p in fetching.target.parent.iterdir())


def test_a_file_comes_whole_and_leaves_nothing_beside_it(hub: FakeHub, fetching: Fetching) -> None:
    assert fetching.fetch(hub) == content()
    assert left(fetching) == ["weights"] and fetching.gained == SIZE


def test_cuts_resets_refusals_and_stalls_cost_only_what_was_not_yet_read(hub: FakeHub, fetching: Fetching) -> None:
    hub.faults.extend([
        ("cut", 2_000_000), ("status", 429, 0), ("reset", 1_000_000), ("status", 503, None), ("stall", 1_500_000), ("cut", 10), ("shifted",),
    ])  # fmt: skip
    assert fetching.fetch(hub) == content()
    assert fetching.gained == SIZE


def test_what_is_cut_off_is_gone_on_with(hub: FakeHub, fetching: Fetching) -> None:
    hub.faults.extend([("cut", 3_000_000)] * 3)
    assert fetching.fetch(hub) == content()
    assert hub.sent <= SIZE + 3 * 8 * 2**20 and len(hub.asked) == 4
    assert [headers.get("Range") is not None for _, headers in hub.asked] == [False, True, True, True]


def test_a_server_asks_for_patience_and_gets_it(hub: FakeHub, fetching: Fetching) -> None:
    hub.faults.append(("status", 429, 1))
    began = time.monotonic()
    fetching.fetch(hub)
    assert time.monotonic() - began >= 1


def test_a_server_that_gives_nothing_is_not_asked_for_ever(hub: FakeHub, fetching: Fetching) -> None:
    hub.faults.extend([("status", 503, 0)] * 20)
    with pytest.raises(FetchError, match=r"answers 503.*what has come is kept"):
        fetching.fetch(hub)
    assert len(hub.asked) == QUICK.tries


def test_a_trickle_is_left_for_a_better_connection(hub: FakeHub, client: httpx2.Client, tmp_path: Path) -> None:
    fetching = Fetching(client, tmp_path)
    fetching.download.patience = Patience(stall_s=1.0, tries=4, first_wait_s=0.01, slowest_bytes_per_s=10_000_000)
    hub.faults.append(("trickle",))
    assert fetching.fetch(hub) == content()


def test_two_versions_are_never_spliced(hub: FakeHub, fetching: Fetching) -> None:
    newer = content(seed=1)
    hub.faults.extend([("cut", 6_000_000), ("change", {"weights": newer})])
    with pytest.raises(ChangedOnServer, match="not the file"):
        fetching.fetch(hub)
    assert left(fetching) == [] and fetching.gained == 0
    assert fetching.fetch(hub, promise(newer)) == newer


def test_a_file_of_another_length_is_refused_before_it_is_read(hub: FakeHub, fetching: Fetching) -> None:
    with pytest.raises(ChangedOnServer, match="5 were promised"):
        fetching.fetch(hub, RemoteFile("weights", 5))
    assert fetching.gained == 0


def test_a_small_file_is_held_to_its_git_name(hub: FakeHub, fetching: Fetching) -> None:
    name = hashlib.sha1(b"blob %d\0" % SIZE + content()).hexdigest()
    assert fetching.fetch(hub, RemoteFile("weights", SIZE, git_sha1=name)) == content()
    with pytest.raises(ChangedOnServer):
        fetching.fetch(hub, RemoteFile("weights", SIZE, git_sha1="0" * 40))


def test_a_killed_process_leaves_what_was_synced(hub: FakeHub, fetching: Fetching) -> None:
    hub.faults.extend([("cut", 9_000_000), *[("status", 503, 0)] * 20])
    with pytest.raises(FetchError):
        fetching.fetch(hub)
    part = fetching.target.with_name("weights.part")
    with part.open("ab") as torn:  # what a power cut may leave behind the last sync
        torn.write(b"\0" * 100_000)
    hub.faults.clear()
    fetching.gained = hub.sent = 0
    assert fetching.fetch(hub) == content()
    assert fetching.gained == SIZE and hub.sent <= SIZE - 9_000_000 + SYNC_BYTES


@pytest.mark.parametrize("note", ["", "{", '{"etag": "", "synced": 5}', '{"etag": "x", "synced": 99999999999}', '{"etag": "x", "synced": -1}', "[]"])
def test_a_note_that_makes_no_sense_is_begun_anew(hub: FakeHub, fetching: Fetching, note: str) -> None:
    fetching.target.parent.mkdir()
    fetching.target.with_name("weights.part").write_bytes(b"x" * 1000)
    fetching.target.with_name("weights.part.json").write_text(note)
    assert fetching.fetch(hub) == content()


@pytest.mark.parametrize(("fault", "comes"), [(("stall", 5_000_000), 5_000_000), (("silent",), 0)])
def test_a_halt_is_heard_at_once_even_by_a_read_that_waits(
    hub: FakeHub, client: httpx2.Client, tmp_path: Path, fault: tuple[object, ...], comes: int,
) -> None:  # fmt: skip
    fetching = Fetching(client, tmp_path)
    fetching.download.client.timeout = httpx2.Timeout(60)
    hub.faults.append(fault)
    heard: list[BaseException] = []

    def work() -> None:
        try:
            fetching.fetch(hub)
        except Cancelled as error:
            heard.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while fetching.gained < comes or not hub.asked or hub.faults:
        time.sleep(0.01)
    began = time.monotonic()
    fetching.download.halt()
    thread.join(10)
    assert heard and time.monotonic() - began < 2
    assert left(fetching) == (["weights.part", "weights.part.json"] if comes else [])


def test_a_server_that_gives_the_same_again_and_again_is_left(hub: FakeHub, fetching: Fetching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeHub, "etag", lambda _hub, _path: 'W/"weak"')  # nothing can be gone on with
    rng = random.Random(1)
    hub.faults.extend([("cut", rng.randrange(1_000_000, 3_000_000)) for _ in range(1000)])
    with pytest.raises(FetchError, match="cannot be fetched"):
        fetching.fetch(hub)
    assert len(hub.asked) < 100


def test_the_throttle_holds_for_all_threads_together() -> None:
    throttle, stop = Throttle(1_000_000), threading.Event()
    began = time.monotonic()
    threads = [threading.Thread(target=lambda: [throttle.take(50_000, stop) for _ in range(5)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0.4 <= time.monotonic() - began < 2


def test_a_full_disk_is_said_and_what_has_come_is_kept(hub: FakeHub, fetching: Fetching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "RESERVE_BYTES", 1 << 62)
    with pytest.raises(OutputError, match="make room and go on"):
        fetching.fetch(hub)
    monkeypatch.undo()
    hub.sent = 0
    assert fetching.fetch(hub) == content()
    assert hub.sent <= SIZE - SYNC_BYTES


def test_a_token_goes_to_the_hub_and_not_where_it_redirects_to(hub: FakeHub, fetching: Fetching, tmp_path: Path) -> None:
    with serving(hub.folder) as elsewhere:
        hub.moved_to = elsewhere.address
        fetching.download.token = "hf_planted"
        assert fetching.fetch(hub) == content()
        assert all(headers.get("Authorization") == "Bearer hf_planted" for _, headers in hub.asked)
        assert elsewhere.asked and all("Authorization" not in headers for _, headers in elsewhere.asked)


def test_who_may_not_have_it_is_told_what_to_do(hub: FakeHub, fetching: Fetching) -> None:
    hub.token = "hf_right"
    fetching.download.token = "hf_wrong"
    with pytest.raises(FetchError, match="accept the model's terms"):
        fetching.fetch(hub)


def test_nothing_is_fetched_in_the_clear(client: httpx2.Client) -> None:
    with pytest.raises(FetchError, match="does not offer HTTPS"):
        client.get("http://example.invalid/weights")


@pytest.mark.parametrize("proxy", ["abc", "ftp://a:1", "socks5h"])
def test_a_proxy_that_is_none_is_said(proxy: str) -> None:
    with pytest.raises(FetchError, match="is not an address"):
        new_client(proxy)


def test_a_socks_proxy_is_spoken_to(fetching: Fetching, hub: FakeHub) -> None:
    with new_client("socks5://127.0.0.1:9", QUICK) as client:
        fetching.download.client = client
        with pytest.raises(FetchError, match="cannot be fetched"):
            fetching.fetch(hub)
    assert hub.asked == []
