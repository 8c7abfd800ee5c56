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
from t2v_desktop.models.get.download_file import SYNC_BYTES, ChangedOnServer, Downloader, RemoteFile, RetryPolicy, Throttle, new_client
from tests.models.get.hub_server import FakeHub, serving

SIZE = 10_000_000
QUICK = RetryPolicy(stall_timeout_s=1.0, attempts=4, first_wait_s=0.01, max_wait_s=0.05)


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
    with new_client(retry=QUICK) as new:
        yield new


def listed(data: bytes) -> RemoteFile:
    return RemoteFile("weights", len(data), hashlib.sha256(data).hexdigest())


def url(hub: FakeHub) -> str:
    return f"{hub.address}/{hub.hub_id}/resolve/main/weights"


class OneDownload:
    """A download to `target` that counts the received bytes."""

    def __init__(self, client: httpx2.Client, tmp_path: Path) -> None:
        self.received, self.target = 0, tmp_path / "model" / "weights"
        self.downloader = Downloader(client, threading.Event(), self.add, retry=QUICK)

    def add(self, count: int) -> None:
        self.received += count

    def run(self, hub: FakeHub, remote: RemoteFile | None = None) -> bytes:
        self.downloader.download(url(hub), remote or listed(content()), self.target)
        return self.target.read_bytes()


@pytest.fixture
def download(client: httpx2.Client, tmp_path: Path) -> OneDownload:
    return OneDownload(client, tmp_path)


def files_beside(download: OneDownload) -> list[str]:
    return sorted(p.name for p in download.target.parent.iterdir())


def test_a_complete_download_leaves_no_other_files(hub: FakeHub, download: OneDownload) -> None:
    assert download.run(hub) == content()
    assert files_beside(download) == ["weights"] and download.received == SIZE


def test_a_download_survives_cuts_resets_error_statuses_and_stalls(hub: FakeHub, download: OneDownload) -> None:
    hub.faults.extend([
        ("cut", 2_000_000), ("status", 429, 0), ("reset", 1_000_000), ("status", 503, None), ("stall", 1_500_000), ("cut", 10), ("shifted",),
    ])  # fmt: skip
    assert download.run(hub) == content()
    assert download.received == SIZE


def test_an_interrupted_download_resumes(hub: FakeHub, download: OneDownload) -> None:
    hub.faults.extend([("cut", 3_000_000)] * 3)
    assert download.run(hub) == content()
    assert hub.sent <= SIZE + 3 * 8 * 2**20 and len(hub.asked) == 4
    assert [headers.get("Range") is not None for _, headers in hub.asked] == [False, True, True, True]


def test_retry_after_is_respected(hub: FakeHub, download: OneDownload) -> None:
    hub.faults.append(("status", 429, 1))
    began = time.monotonic()
    download.run(hub)
    assert time.monotonic() - began >= 1


def test_retries_are_limited(hub: FakeHub, download: OneDownload) -> None:
    hub.faults.extend([("status", 503, 0)] * 20)
    with pytest.raises(FetchError, match=r"status 503.*downloaded data is kept"):
        download.run(hub)
    assert len(hub.asked) == QUICK.attempts


def test_a_very_slow_connection_is_replaced(hub: FakeHub, client: httpx2.Client, tmp_path: Path) -> None:
    download = OneDownload(client, tmp_path)
    download.downloader.retry = RetryPolicy(stall_timeout_s=1.0, attempts=4, first_wait_s=0.01, min_bytes_per_s=10_000_000)
    hub.faults.append(("trickle",))
    assert download.run(hub) == content()


def test_two_versions_are_never_mixed(hub: FakeHub, download: OneDownload) -> None:
    newer = content(seed=1)
    hub.faults.extend([("cut", 6_000_000), ("change", {"weights": newer})])
    with pytest.raises(ChangedOnServer, match="doesn't match the hash"):
        download.run(hub)
    assert files_beside(download) == [] and download.received == 0
    assert download.run(hub, listed(newer)) == newer


def test_a_wrong_length_is_rejected_before_reading(hub: FakeHub, download: OneDownload) -> None:
    with pytest.raises(ChangedOnServer, match="its listing says 5"):
        download.run(hub, RemoteFile("weights", 5))
    assert download.received == 0


def test_a_small_file_is_verified_by_its_git_hash(hub: FakeHub, download: OneDownload) -> None:
    name = hashlib.sha1(b"blob %d\0" % SIZE + content()).hexdigest()
    assert download.run(hub, RemoteFile("weights", SIZE, git_sha1=name)) == content()
    with pytest.raises(ChangedOnServer):
        download.run(hub, RemoteFile("weights", SIZE, git_sha1="0" * 40))


def test_a_killed_process_keeps_what_was_synced(hub: FakeHub, download: OneDownload) -> None:
    hub.faults.extend([("cut", 9_000_000), *[("status", 503, 0)] * 20])
    with pytest.raises(FetchError):
        download.run(hub)
    part = download.target.with_name("weights.part")
    with part.open("ab") as torn:  # a power cut may leave such bytes after the last sync
        torn.write(b"\0" * 100_000)
    hub.faults.clear()
    download.received = hub.sent = 0
    assert download.run(hub) == content()
    assert download.received == SIZE and hub.sent <= SIZE - 9_000_000 + SYNC_BYTES


@pytest.mark.parametrize("state", ["", "{", '{"etag": "", "synced": 5}', '{"etag": "x", "synced": 99999999999}', '{"etag": "x", "synced": -1}', "[]"])
def test_an_invalid_state_file_restarts_the_download(hub: FakeHub, download: OneDownload, state: str) -> None:
    download.target.parent.mkdir()
    download.target.with_name("weights.part").write_bytes(b"x" * 1000)
    download.target.with_name("weights.part.json").write_text(state)
    assert download.run(hub) == content()


@pytest.mark.parametrize(("fault", "size"), [(("stall", 5_000_000), 5_000_000), (("silent",), 0)])
def test_cancel_ends_even_a_waiting_read_at_once(
    hub: FakeHub, client: httpx2.Client, tmp_path: Path, fault: tuple[object, ...], size: int,
) -> None:  # fmt: skip
    download = OneDownload(client, tmp_path)
    download.downloader.client.timeout = httpx2.Timeout(60)
    hub.faults.append(fault)
    errors: list[BaseException] = []

    def work() -> None:
        try:
            download.run(hub)
        except Cancelled as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while download.received < size or not hub.asked or hub.faults:
        time.sleep(0.01)
    began = time.monotonic()
    download.downloader.cancel()
    thread.join(10)
    assert errors and time.monotonic() - began < 2
    assert files_beside(download) == (["weights.part", "weights.part.json"] if size else [])


def test_receiving_the_same_bytes_again_counts_as_no_progress(hub: FakeHub, download: OneDownload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeHub, "etag", lambda _hub, _path: 'W/"weak"')  # nothing can be resumed
    rng = random.Random(1)
    hub.faults.extend([("cut", rng.randrange(1_000_000, 3_000_000)) for _ in range(1000)])
    with pytest.raises(FetchError, match="can't be downloaded"):
        download.run(hub)
    assert len(hub.asked) < 100


def test_the_speed_limit_is_shared_by_all_threads() -> None:
    throttle, stop = Throttle(1_000_000), threading.Event()
    began = time.monotonic()
    threads = [threading.Thread(target=lambda: [throttle.take(50_000, stop) for _ in range(5)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0.4 <= time.monotonic() - began < 2


def test_a_full_disk_is_reported_and_downloaded_data_is_kept(hub: FakeHub, download: OneDownload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "RESERVE_BYTES", 1 << 62)
    with pytest.raises(OutputError, match="Free some space, then resume"):
        download.run(hub)
    monkeypatch.undo()
    hub.sent = 0
    assert download.run(hub) == content()
    assert hub.sent <= SIZE - SYNC_BYTES


def test_the_token_is_not_sent_to_a_redirect(hub: FakeHub, download: OneDownload, tmp_path: Path) -> None:
    with serving(hub.folder) as elsewhere:
        hub.moved_to = elsewhere.address
        download.downloader.token = "hf_planted"
        assert download.run(hub) == content()
        assert all(headers.get("Authorization") == "Bearer hf_planted" for _, headers in hub.asked)
        assert elsewhere.asked and all("Authorization" not in headers for _, headers in elsewhere.asked)


def test_a_gated_model_error_says_what_to_do(hub: FakeHub, download: OneDownload) -> None:
    hub.token = "hf_right"
    download.downloader.token = "hf_wrong"
    with pytest.raises(FetchError, match="accept the model's terms"):
        download.run(hub)


def test_plain_http_is_refused(client: httpx2.Client) -> None:
    with pytest.raises(FetchError, match="does not offer HTTPS"):
        client.get("http://example.invalid/weights")


@pytest.mark.parametrize("proxy", ["abc", "ftp://a:1", "socks5h"])
def test_an_invalid_proxy_is_reported(proxy: str) -> None:
    with pytest.raises(FetchError, match="is not a valid address"):
        new_client(proxy)


def test_a_socks_proxy_is_used(download: OneDownload, hub: FakeHub) -> None:
    with new_client("socks5://127.0.0.1:9", QUICK) as client:
        download.downloader.client = client
        with pytest.raises(FetchError, match="can't be downloaded"):
            download.run(hub)
    assert hub.asked == []
