"""A model from the hub onto this computer: looked up, fetched, passed through the gate, put in its place."""

import json
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from filelock import FileLock, Timeout

from t2v_desktop import paths
from t2v_desktop.errors import BrokenModel, Cancelled, FetchError, OutputError
from t2v_desktop.models import manifest
from t2v_desktop.models.families import known_files, known_pickles
from t2v_desktop.models.gate import check_settings, inspect, speaking_of
from t2v_desktop.models.get.convert import ASK, CONVERT, converted_name, run_converter
from t2v_desktop.models.get.download_file import RESERVE_BYTES, ChangedOnServer, Download, Patience, RemoteFile, Throttle, new_client
from t2v_desktop.models.get.hub import Hub, Listing, ServerBusy, needed
from t2v_desktop.models.manage import INCOMING, NOTE, folder_name, size_of
from t2v_desktop.models.store import check_folder

ASIDE = ".set-aside"
AT_ONCE = 4  # files that are fetched at the same time
LOOK_UPS = 3  # of the list, where files change under way
SPEED_OVER_S, REPORT_EVERY_S = 5.0, 0.1
SAY_AFTER_S, LOOK_EVERY_S = 3.0, 0.1  # a hub that is silent is named after the first


@dataclass(frozen=True, slots=True)
class Fetching:
    """How far a download is, in bytes; `bytes_per_s` over the last seconds, 0 where nothing came; `waits` for what, if it does."""

    done_bytes: int
    total_bytes: int
    bytes_per_s: float
    waits: str = ""


class Tally:
    """Adds up what all threads gain and tells how far it is, a few times a second."""

    def __init__(self, report: Callable[[Fetching], None]) -> None:
        self.report, self.total_bytes, self._done = report, 0, 0
        self._lock, self._told_at = threading.Lock(), 0.0
        self._seen: deque[tuple[float, int]] = deque()
        self._gained_at, self._waits = time.monotonic(), ""

    def expect(self, total_bytes: int) -> None:
        with self._lock:
            self.total_bytes, self._done = total_bytes, 0
            self._seen.clear()
            self._gained_at, self._waits = time.monotonic(), ""

    def wait(self, why: str) -> None:
        """Tell what is waited for; bytes that come end it."""
        with self._lock:
            self._waits, done = why, self._done
        self.report(Fetching(done, self.total_bytes, 0.0, why))

    def wait_if_idle(self, why: str) -> None:
        """Tell what is waited for where nothing has come for a while and nothing else is told."""
        with self._lock:
            idle = not self._waits and time.monotonic() - self._gained_at > SAY_AFTER_S
        if idle:
            self.wait(why)

    def gain(self, count: int) -> None:
        now = time.monotonic()
        with self._lock:
            self._done += count
            if count > 0:
                self._gained_at, self._waits = now, ""
            self._seen.append((now, self._done))
            while now - self._seen[0][0] > SPEED_OVER_S:
                self._seen.popleft()
            if now - self._told_at < REPORT_EVERY_S and self._done < self.total_bytes:
                return
            self._told_at = now
            (began, before), done = self._seen[0], self._done
            speed = max(done - before, 0) / (now - began) if now > began else 0.0
        self.report(Fetching(done, self.total_bytes, speed))


class Fetch:
    """One model's download. `run` does it; `halt`, from another thread, stops it, and a later one goes on."""

    def __init__(
        self, hub: Hub, hub_id: str, revision: str, *, models: Path, name: str = "", convert: bool = False, bytes_per_s: int = 0,
        patience: Patience | None = None, report: Callable[[Fetching], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self.hub, self.hub_id, self.revision = hub, hub_id, revision
        self.convert = convert  # pickles, by the user's consent
        self.target = models / (name or folder_name(hub_id))
        self.incoming = models / INCOMING / self.target.name
        self._tally, self._halted = Tally(report), False
        patience = patience or Patience()
        self._client = new_client(hub.proxy, patience)
        self._download = Download(self._client, threading.Event(), self._tally.gain, self._tally.wait, hub.token, Throttle(bytes_per_s), patience)

    def halt(self) -> None:
        self._halted = True
        self._download.halt()

    def run(self) -> Path:
        """Fetch what is missing and put the model in its place; that folder.

        Raises FetchError, OutputError, UnknownModel, BrokenModel, or Cancelled after `halt`; what has come is kept.
        """
        if self.target.exists():
            raise FetchError(f"{self.target.name} is installed already: verify or remove it")
        check_folder(self.target.parent)
        with self._alone(), self._client:
            listing = self._fetch_all(needed, whole=True)
            self._convert()
            with speaking_of(self.incoming, self.hub_id):
                inspect(self.incoming)
            (self.incoming / NOTE).unlink(missing_ok=True)
            manifest.record(self.incoming, listing.hub_id, listing.commit, listing.licence, known={file.path: file.sha256 for file in listing.files})
            self.incoming.replace(self.target)
            paths.sync_folder(self.target.parent)
        return self.target

    def repair(self) -> list[str]:
        """Fetch only the files that are missing or changed, of the version that was installed, and set aside what was added and
        would be read in their place; their names.

        Raises as `run` does.
        """
        made_of = manifest.read(self.target)
        if made_of is None:
            raise BrokenModel(f"{self.target} has no record of what it should hold: fetch the model again")
        self.revision = made_of.commit
        bad = manifest.changed(self.target, self._download.stop)
        if not bad:
            return []
        with self._alone(), self._client:
            added = [name for name in bad if name not in made_of.sha256]
            missing = [name for name in bad if name in made_of.sha256]
            wanted = {*missing, *(_pickle_of(name) for name in missing)}
            self._fetch_all(lambda listing: [file for file in needed(listing) if file.path in wanted])
            self._convert()
            for name in added:  # set aside, not deleted: it may be somebody's own
                (self.target / name).replace(self.target / f"{name}{ASIDE}")
            for name in missing:
                came = self.incoming / name
                if not came.is_file() or manifest.digest(came) != made_of.sha256[name]:
                    raise FetchError(f"{name} cannot be had as it was: remove the model and fetch it again")
                (self.target / name).parent.mkdir(parents=True, exist_ok=True)
                came.replace(self.target / name)
            shutil.rmtree(self.incoming)
        return bad

    def _convert(self) -> None:
        pickles = [p for p in self.incoming.rglob("*.bin") if p.is_file()]
        for file in pickles:
            run_converter(file, converted_name(file), self._download.stop)
        for file in pickles:  # once all are converted: who is stopped in between fetches none again
            file.unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from fetching the same model; leave no empty folder of it.

        The lock's file stays: who removes one lets a process that has opened it and one that makes a new one both hold the lock.
        """
        self.incoming.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.incoming.with_name(f"{self.incoming.name}.lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise FetchError(f"{self.target.name} is being fetched already") from error
        try:
            yield
        finally:
            if self.incoming.is_dir() and not any(self.incoming.iterdir()):
                self.incoming.rmdir()
            lock.release()

    def _fetch_all(self, choose: Callable[[Listing], Sequence[RemoteFile]], whole: bool = False) -> Listing:
        """Bring the chosen files into the incoming folder; looks at the list again where a file has changed meanwhile.

        Of a `whole` model the settings come first, and no weights of one that would not be loaded.
        """
        look_ups = 0
        while True:
            look_ups += 1
            listing = self._look_up()
            files = choose(listing)
            if not self.convert and any(file.path in known_pickles() for file in files):
                raise BrokenModel(f"{self.target.name}: {ASK}", option=CONVERT)
            self._keep_what_serves(listing, files)
            self._tally.expect(sum(file.size for file in files))
            self._check_room(files)
            try:
                small = [file for file in files if whole and file.path in known_files() and not file.path.endswith(".safetensors")]
                if small:
                    self._fetch_files(listing, small)
                    self._check_settings()
                self._fetch_files(listing, [file for file in files if file not in small])
                return listing
            except ChangedOnServer:
                if look_ups == LOOK_UPS:
                    raise

    def _check_settings(self) -> None:
        """Refuse what would not be loaded before its weights come, and leave nothing of it that could be gone on with."""
        try:
            with speaking_of(self.incoming, self.hub_id):
                check_settings(self.incoming)
        except BrokenModel:
            shutil.rmtree(self.incoming)
            raise

    def _look_up(self) -> Listing:
        """The list of the model's files; asked for again where the hub is busy or the connection broke."""
        tries = 0
        while True:
            if self._halted:
                raise Cancelled("the download was stopped")
            try:
                return self._ask_hub()
            except ServerBusy as error:
                tries += 1
                if tries >= self._download.patience.tries:
                    raise
                self._download.wait(tries, error.after_s, str(error))

    def _ask_hub(self) -> Listing:
        """The list, asked for on a thread of its own: a look-up of a name that hangs can be neither timed nor ended."""
        answers: SimpleQueue[Listing | BaseException] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self.hub.look_up(self.hub_id, self.revision))
            except BaseException as error:  # noqa: BLE001  # raised again where it is waited for
                answers.put(error)

        threading.Thread(target=ask, name="look-up", daemon=True).start()
        while not self._halted:
            try:
                answer = answers.get(timeout=LOOK_EVERY_S)
            except Empty:
                self._tally.wait_if_idle(f"{self.hub.host} does not answer yet")
                continue
            if isinstance(answer, BaseException):
                raise answer
            return answer
        raise Cancelled("the download was stopped")

    def _keep_what_serves(self, listing: Listing, files: Sequence[RemoteFile]) -> None:
        """Note what is being fetched; drop finished files of another version and whatever belongs to none."""
        promised = {file.path: file.sha256 or file.git_sha1 for file in files}
        try:
            before = json.loads((self.incoming / NOTE).read_text("utf-8"))["files"]
        except (OSError, ValueError, KeyError, TypeError):
            before = {}
        for path in [p for p in self.incoming.rglob("*") if p.is_file() and p.name != NOTE]:
            name = path.relative_to(self.incoming).as_posix()
            whole = name.removesuffix(".json").removesuffix(".part") if ".part" in path.name else name
            if whole not in promised or before.get(whole) != promised[whole]:
                path.unlink()
        told = {"hub_id": listing.hub_id, "commit": listing.commit, "files": promised}
        paths.write_whole(self.incoming / NOTE, json.dumps(told, indent=1).encode())

    def _check_room(self, files: Sequence[RemoteFile]) -> None:
        missing = max(sum(file.size for file in files) - size_of(self.incoming), 0)
        free = shutil.disk_usage(self.incoming).free
        if free < missing + RESERVE_BYTES:
            raise OutputError(f"{self.target.parent} has {free / 1e9:.1f} GB free, {(missing + RESERVE_BYTES) / 1e9:.1f} GB are needed: make room")

    def _fetch_files(self, listing: Listing, files: Sequence[RemoteFile]) -> None:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch") as threads:
            jobs = [threads.submit(self._fetch_file, listing, file) for file in sorted(files, key=lambda f: f.size)]
            done, others = wait(jobs, LOOK_EVERY_S, return_when=FIRST_EXCEPTION)
            while others and not any(job.exception() for job in done):
                if not self._download.throttle.bytes_per_s:
                    self._tally.wait_if_idle(f"{self.hub.host} sends nothing at the moment")
                done, others = wait(jobs, LOOK_EVERY_S, return_when=FIRST_EXCEPTION)
            failed = next((error for job in done if (error := job.exception()) is not None), None)
            if failed is None:
                return
            for job in others:
                job.cancel()
            self._download.halt()
        if self._halted:
            raise Cancelled("the download was stopped") from failed
        self._download.stop.clear()
        raise failed

    def _fetch_file(self, listing: Listing, file: RemoteFile) -> None:
        target = self.incoming / file.path
        if target.is_file() and target.stat().st_size == file.size:
            self._tally.gain(file.size)
            return
        self._download.fetch(self.hub.url(listing, file.path), file, target)


def _pickle_of(name: str) -> str:
    """The pickle that a converted weights file was made from, as a repository names it."""
    return next((pickle for pickle, made in known_pickles().items() if made == name), name)
