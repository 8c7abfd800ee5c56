"""Downloads and repairs models from Hugging Face: list the files, download, check, install."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

from filelock import FileLock, Timeout

from t2v_desktop import paths
from t2v_desktop.errors import BrokenModel, Cancelled, FetchError, OutputError
from t2v_desktop.models import manifest
from t2v_desktop.models.families import family_of_files, is_read, known_pickles
from t2v_desktop.models.family import Family
from t2v_desktop.models.gate import check_settings, inspect, replace_in_errors
from t2v_desktop.models.get import halve
from t2v_desktop.models.get.convert import CONVERT_OPTION, NEEDS_CONVERSION, converted_name, run_converter
from t2v_desktop.models.get.download_file import RESERVE_BYTES, ChangedOnServer, Downloader, RemoteFile, RetryPolicy, Throttle, new_client
from t2v_desktop.models.get.download_progress import DownloadProgress, ProgressMeter
from t2v_desktop.models.get.hub import Hub, Listing, ServerBusy, files_to_download
from t2v_desktop.models.get.installed_files import installed_hashes, link_installed
from t2v_desktop.models.manage import DOWNLOAD_RECORD, INCOMING, folder_name, size_of
from t2v_desktop.models.store import check_folder

SET_ASIDE = ".set-aside"
PARALLEL_DOWNLOADS = 4
MAX_LOOK_UPS = 3  # of the listing, if files change during the download
POLL_S = 0.1


class ModelDownload:
    """Downloads one model. `cancel`, called from another thread, stops `run`; a later download resumes."""

    def __init__(
        self, hub: Hub, hub_id: str, revision: str, *, models: Path, name: str = "", convert: bool = False, bytes_per_s: int = 0,
        retry: RetryPolicy | None = None, report: Callable[[DownloadProgress], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self.hub, self.hub_id, self.revision = hub, hub_id, revision
        self.convert = convert  # the user agreed to convert pickles
        self.target = models / (name or folder_name(hub_id))
        self.incoming = models / INCOMING / self.target.name
        self._meter, self._cancelled = ProgressMeter(report), False
        self._family: Family | None = None  # of the repository, once it has been listed
        self._halving = threading.Lock()  # one file at a time: each takes room for a second one
        retry = retry or RetryPolicy()
        self._client = new_client(hub.proxy, retry)
        self._downloader = Downloader(self._client, threading.Event(), self._meter.add, self._meter.report_wait, hub.token, Throttle(bytes_per_s), retry)

    def cancel(self) -> None:
        self._cancelled = True
        self._downloader.cancel()

    def run(self) -> Path:
        """Download the missing files and install the model; returns its folder.

        Raises FetchError, OutputError, UnknownModel, BrokenModel, or Cancelled after `cancel`. Downloaded data is kept.
        """
        if self.target.exists():
            raise FetchError(f"{self.target.name} is already installed: verify or remove it")
        check_folder(self.target.parent)
        with self._locked(), self._client:
            listing = self._download_all(files_to_download, full=True)
            self._convert()
            with replace_in_errors(self.incoming, self.hub_id):
                inspect(self.incoming)
            (self.incoming / DOWNLOAD_RECORD).unlink(missing_ok=True)
            self._record(listing)
            self.incoming.replace(self.target)
            paths.sync_folder(self.target.parent)
            for file in self.target.rglob("*.safetensors"):  # only now: without these records an interrupted download would begin again
                halve.forget(file)
        return self.target

    def repair(self) -> list[str]:
        """Download missing and changed files again, in the installed version; returns the names of all repaired files.

        Added files that would be loaded instead of the installed ones are renamed. Raises the same errors as `run`.
        """
        record = manifest.read(self.target)
        if record is None:
            raise BrokenModel(f"{self.target} has no record of its files: remove the model and download it again")
        self.revision = record.commit
        bad = manifest.changed(self.target, self._downloader.stop)
        if not bad:
            return []
        with self._locked(), self._client:
            added = [name for name in bad if name not in record.sha256]
            missing = [name for name in bad if name in record.sha256]
            wanted = {*missing, *(_pickle_of(name) for name in missing)}
            self._download_all(lambda listing: [file for file in files_to_download(listing) if file.path in wanted])
            self._convert()
            for name in added:  # renamed, not deleted: it may be the user's own
                (self.target / name).replace(self.target / f"{name}{SET_ASIDE}")
            for name in missing:
                downloaded = self.incoming / name
                if not downloaded.is_file() or manifest.digest(downloaded) != record.sha256[name]:
                    raise FetchError(f"the original {name} can't be downloaded any more: remove the model and download it again")
                (self.target / name).parent.mkdir(parents=True, exist_ok=True)
                downloaded.replace(self.target / name)
            shutil.rmtree(self.incoming)
        return bad

    def _record(self, listing: Listing) -> None:
        """Write the manifest of what was downloaded, with the hashes of both versions of a converted file."""
        known, originals = {file.path: file.sha256 for file in listing.files}, {}
        for file in self.incoming.rglob("*.safetensors"):
            if record := halve.halved(file):
                name = file.relative_to(self.incoming).as_posix()
                known[name], originals[name] = record.sha256, record.original
        manifest.record(self.incoming, listing.hub_id, listing.commit, listing.licence, known, originals)

    def _convert(self) -> None:
        pickles = [p for p in self.incoming.rglob("*.bin") if p.is_file()]
        for file in pickles:
            run_converter(file, converted_name(file), self._downloader.stop)
        for file in pickles:  # only after all are converted, so that a cancelled conversion downloads nothing twice
            file.unlink()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes from downloading the same model; removes the download folder if it stays empty.

        The lock file is never deleted: otherwise one process could lock the deleted file while another locks a new one.
        """
        self.incoming.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.incoming.with_name(f"{self.incoming.name}.lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise FetchError(f"{self.target.name} is already being downloaded") from error
        try:
            yield
        finally:
            if self.incoming.is_dir() and not any(self.incoming.iterdir()):
                self.incoming.rmdir()
            lock.release()

    def _download_all(self, choose: Callable[[Listing], Sequence[RemoteFile]], full: bool = False) -> Listing:
        """Download the chosen files into the incoming folder; fetches the listing again if a file has changed meanwhile.

        For a `full` model, settings come first, and weights only if the settings are ones this application can load.
        """
        look_ups = 0
        while True:
            look_ups += 1
            listing = self._look_up()
            self._family = family_of_files({file.path for file in listing.files})
            files = choose(listing)
            if not self.convert and not known_pickles().keys().isdisjoint(file.path for file in files):
                raise BrokenModel(f"{self.target.name}: {NEEDS_CONVERSION}", option=CONVERT_OPTION)
            self._discard_unneeded(listing, files)
            self._meter.start(sum(file.size for file in files))
            self._check_disk_space(files)
            try:
                small = [file for file in files if full and is_read(file.path) and not file.path.endswith(".safetensors")]
                if small:
                    self._download_files(listing, small)
                    self._check_settings()
                self._download_files(listing, [file for file in files if file not in small])
                return listing
            except ChangedOnServer:
                if look_ups == MAX_LOOK_UPS:
                    raise

    def _check_settings(self) -> None:
        """Reject an unsupported model before its weights are downloaded, and delete its download."""
        try:
            with replace_in_errors(self.incoming, self.hub_id):
                check_settings(self.incoming)
        except BrokenModel:
            shutil.rmtree(self.incoming)
            raise

    def _look_up(self) -> Listing:
        """The listing of the model's files; retries if the hub is busy or the connection was lost."""
        failures = 0
        while True:
            if self._cancelled:
                raise Cancelled("the download was cancelled")
            try:
                return self._request_listing()
            except ServerBusy as error:
                failures += 1
                if failures >= self._downloader.retry.attempts:
                    raise
                self._downloader.wait(failures, error.after_s, str(error))

    def _request_listing(self) -> Listing:
        """The listing, requested on a separate thread: a hanging DNS look-up has no timeout and can't be cancelled."""
        results: SimpleQueue[Listing | BaseException] = SimpleQueue()

        def request() -> None:
            try:
                results.put(self.hub.look_up(self.hub_id, self.revision))
            except BaseException as error:  # noqa: BLE001  # raised again in the waiting thread
                results.put(error)

        threading.Thread(target=request, name="look-up", daemon=True).start()
        while not self._cancelled:
            try:
                result = results.get(timeout=POLL_S)
            except Empty:
                self._meter.report_if_idle(f"{self.hub.host} has not responded yet")
                continue
            if isinstance(result, BaseException):
                raise result
            return result
        raise Cancelled("the download was cancelled")

    def _discard_unneeded(self, listing: Listing, files: Sequence[RemoteFile]) -> None:
        """Record what is being downloaded; delete files that are not part of it or belong to another version."""
        expected = {file.path: file.sha256 or file.git_sha1 for file in files}
        try:
            before = json.loads((self.incoming / DOWNLOAD_RECORD).read_text("utf-8"))["files"]
        except (OSError, ValueError, KeyError, TypeError):
            before = {}
        for path in [p for p in self.incoming.rglob("*") if p.is_file() and p.name != DOWNLOAD_RECORD]:
            name = path.relative_to(self.incoming).as_posix()
            final = name.removesuffix(".json").removesuffix(".part") if ".part" in path.name else name.removesuffix(halve.RECORD)
            if final not in expected or before.get(final) != expected[final]:
                path.unlink()
        record = {"hub_id": listing.hub_id, "commit": listing.commit, "files": expected}
        paths.write_whole(self.incoming / DOWNLOAD_RECORD, json.dumps(record, indent=1).encode())

    def _check_disk_space(self, files: Sequence[RemoteFile]) -> None:
        records = {file: record for file in files if (record := halve.halved(self.incoming / file.path))}
        installed = installed_hashes(self.target.parent)
        new = [file for file in files if file not in records and file.sha256 not in installed]
        halving = sorted(file.size for file in new if self._family is not None and self._family.halving_part(file.path))[::-1]
        # converted files take half, but several may wait for it as they came, and the one being converted is there twice
        saved = sum(halving[PARALLEL_DOWNLOADS:]) // 2 - (halving[0] // 2 if halving else 0)
        begun = size_of(self.incoming) - sum(record.size for record in records.values())
        missing = max(sum(file.size for file in new) - max(saved, 0) - begun, 0)
        free = shutil.disk_usage(self.incoming).free
        if free < missing + RESERVE_BYTES:
            raise OutputError(f"disk full: {self.target.parent} needs {(missing + RESERVE_BYTES) / 1e9:.1f} GB, {free / 1e9:.1f} GB free")

    def _download_files(self, listing: Listing, files: Sequence[RemoteFile]) -> None:
        with ThreadPoolExecutor(PARALLEL_DOWNLOADS, thread_name_prefix="download") as threads:
            jobs = [threads.submit(self._download_file, listing, file) for file in sorted(files, key=lambda f: f.size)]
            done, others = wait(jobs, POLL_S, return_when=FIRST_EXCEPTION)
            while others and not any(job.exception() for job in done):
                if not self._downloader.throttle.bytes_per_s:
                    self._meter.report_if_idle(f"{self.hub.host} is not sending data")
                done, others = wait(jobs, POLL_S, return_when=FIRST_EXCEPTION)
            failed = next((error for job in done if (error := job.exception()) is not None), None)
            if failed is None:
                return
            for job in others:
                job.cancel()
            self._downloader.cancel()
        if self._cancelled:
            raise Cancelled("the download was cancelled") from failed
        self._downloader.stop.clear()
        raise failed

    def _download_file(self, listing: Listing, file: RemoteFile) -> None:
        target = self.incoming / file.path
        record = halve.halved(target)
        if record is not None and record.original_size == file.size:
            self._meter.add(file.size)
            return
        if target.is_file() and target.stat().st_size == file.size:
            self._meter.add(file.size)
        elif link_installed(self.target.parent, file, target, self._downloader.stop):
            self._meter.add(file.size)
            return
        else:
            self._downloader.download(self.hub.url(listing, file.path), file, target)
        part = self._family.halving_part(file.path) if self._family is not None else None
        if part is not None:
            with self._halving:
                halve.halve(target, file.sha256, part.stays_in_fp32, self._downloader.stop)


def _pickle_of(name: str) -> str:
    """The pickle that a converted weights file was made from, by its name in the repository."""
    return next((pickle for pickle, converted in known_pickles().items() if converted == name), name)
