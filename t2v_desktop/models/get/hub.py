"""Lists the files of a Hugging Face repository, and chooses those a model needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import httpx2
from huggingface_hub import HfApi, set_client_factory
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, HFValidationError, RepositoryNotFoundError, RevisionNotFoundError

from t2v_desktop import __version__, settings
from t2v_desktop.errors import BrokenModel, FetchError, UnknownModel
from t2v_desktop.models.families import family_of_files
from t2v_desktop.models.family import Part
from t2v_desktop.models.get.download_file import RETRY_STATUSES, RemoteFile, new_client, retry_after_s
from t2v_desktop.models.hub_environment import endpoint, offline

LOOK_UP_S = 20.0
MAX_BYTES = 20_000_000_000  # of one file


class ServerBusy(FetchError):
    """The hub is busy; retry after `after_s` seconds if it named a time."""

    def __init__(self, message: str, after_s: float | None) -> None:
        super().__init__(message)
        self.after_s = after_s


@dataclass(frozen=True, slots=True)
class Listing:
    """A repository at one commit. `licence` comes from the model card, empty if it names none."""

    hub_id: str
    commit: str
    licence: str
    gated: bool
    files: tuple[RemoteFile, ...]


@dataclass(frozen=True, slots=True)
class Hub:
    """Hugging Face, or a mirror at `address`; `token` is sent only there."""

    address: str = field(default_factory=endpoint)
    token: str = ""
    proxy: str = ""

    @property
    def host(self) -> str:
        """The host name, for messages."""
        return urlsplit(self.address).hostname or self.address

    def look_up(self, hub_id: str, revision: str) -> Listing:
        """The files at a commit or branch. Raises UnknownModel or FetchError; ServerBusy if a retry may help."""
        if variable := offline():
            raise FetchError(f"{variable} forbids connections to Hugging Face: unset it to download models")
        set_client_factory(lambda: new_client(self.proxy))
        api = HfApi(endpoint=self.address, token=self.token or False, library_name="t2v-desktop", library_version=__version__)
        try:
            found = api.model_info(hub_id, revision=revision, files_metadata=True, timeout=LOOK_UP_S)
        except GatedRepoError as error:
            raise FetchError(f"{hub_id} is gated: accept its terms on Hugging Face, then enter a token") from error
        except RevisionNotFoundError as error:
            raise UnknownModel(f"{hub_id} has no revision {revision!r:.60}") from error
        except (RepositoryNotFoundError, HFValidationError) as error:
            raise UnknownModel(f"model {hub_id!r:.200} not found on {self.address}: a model ID looks like owner/name") from error
        except (HfHubHTTPError, httpx2.TransportError) as error:
            response = error.response if isinstance(error, HfHubHTTPError) else None
            if response is None:
                raise ServerBusy(self.unreachable, None) from error
            problem = f"{self.host} returned status {response.status_code} for {hub_id}"
            if response.status_code in RETRY_STATUSES:
                raise ServerBusy(f"{problem}: the server is busy", retry_after_s(response)) from error
            raise FetchError(f"{problem}: try again later") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            raise FetchError(self.unreachable) from error
        files = tuple(RemoteFile(s.rfilename, s.size or 0, s.lfs.sha256 if s.lfs else "", "" if s.lfs else s.blob_id or "") for s in found.siblings or ())
        licence = found.card_data.get("license") if found.card_data else None
        return Listing(hub_id, found.sha or revision, str(licence or ""), bool(found.gated), files)

    @property
    def unreachable(self) -> str:
        return f"can't reach {self.host}: check your internet connection"

    def url(self, listing: Listing, path: str) -> str:
        """The download URL of a file in the listing."""
        return f"{self.address}/{quote(listing.hub_id)}/resolve/{quote(listing.commit, safe='')}/{quote(path)}"


def configured_hub(token: str = "", *, address: str = "", proxy: str = "") -> Hub:
    """The hub from the preferences; `address` and `proxy` override theirs."""
    chosen = settings.load()
    return Hub((address or chosen.hub or endpoint()).rstrip("/"), token, proxy or chosen.proxy)


def files_to_download(listing: Listing) -> list[RemoteFile]:
    """The files to download: settings, and each part's weights once, in half precision if available.

    Repositories also hold full-precision copies, pickles and pictures: 22 GB where 3.67 GB are enough. If a part's only weights
    are a pickle, the pickle is chosen, to be converted. Raises BrokenModel if a file is missing or has an impossible size.
    """
    available = {file.path: file for file in listing.files}
    family = family_of_files(available)
    tokenizer = next((names for names in family.tokenizers if all(name in available for name in names)), family.tokenizers[0])
    for path in (*family.settings, *tokenizer):
        if path not in available:
            raise BrokenModel(f"{listing.hub_id} is not a {family.title} model: it has no {path}")
    texts = (*family.settings, *tokenizer, *(name for name in family.extras if name.endswith(".json")))
    chosen = [available[path] for path in texts if path in available]
    chosen += [file for part in family.parts for file in _weights(listing.hub_id, available, part)]
    for file in chosen:
        if not 0 < file.size <= MAX_BYTES:
            raise BrokenModel(f"{file.path} in {listing.hub_id} has an impossible size: {file.size} bytes")
    return chosen


def _weights(hub_id: str, available: Mapping[str, RemoteFile], part: Part) -> list[RemoteFile]:
    """A part's weights file, or its shards and their index, which the gate compares once they are here; a pickle if there is nothing else."""
    for whole, index in zip(part.weights, part.shard_indexes, strict=True):
        if whole in available:
            return [available[whole]]
        if index in available:
            half = index.endswith(".fp16.json")
            return [available[index], *(file for name, file in available.items() if part.is_shard(name) and (".fp16" in name) == half)]
    if part.pickle_file not in available:
        raise BrokenModel(f"{hub_id} has no weights for {part.name}")
    return [available[part.pickle_file]]
