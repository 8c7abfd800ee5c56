"""What a repository of the Hugging Face Hub holds, and which of its files a model needs."""

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
from t2v_desktop.models.get.download_file import LATER, RemoteFile, new_client, retry_after_s
from t2v_desktop.models.hub_environment import endpoint, offline

LOOK_UP_S = 20.0
LARGEST_BYTES = 20_000_000_000  # of one file


class ServerBusy(FetchError):
    """The hub wants to be asked again, after so many seconds where it said so."""

    def __init__(self, why: str, after_s: float | None) -> None:
        super().__init__(why)
        self.after_s = after_s


@dataclass(frozen=True, slots=True)
class Listing:
    """A repository at one commit; `licence` as its front matter says, empty where it does not."""

    hub_id: str
    commit: str
    licence: str
    gated: bool
    files: tuple[RemoteFile, ...]


@dataclass(frozen=True, slots=True)
class Hub:
    """The hub, or a mirror of it at `address`; `token` is sent to it and to nobody else."""

    address: str = field(default_factory=endpoint)
    token: str = ""
    proxy: str = ""

    @property
    def host(self) -> str:
        """Its name, as people know it."""
        return urlsplit(self.address).hostname or self.address

    def look_up(self, hub_id: str, revision: str) -> Listing:
        """The list of files at a commit or branch. Raises UnknownModel or FetchError, ServerBusy where it may be asked again."""
        if variable := offline():
            raise FetchError(f"{variable} forbids connections to the hub: unset it to download models")
        set_client_factory(lambda: new_client(self.proxy))
        api = HfApi(endpoint=self.address, token=self.token or False, library_name="t2v-desktop", library_version=__version__)
        try:
            found = api.model_info(hub_id, revision=revision, files_metadata=True, timeout=LOOK_UP_S)
        except GatedRepoError as error:
            raise FetchError(f"{hub_id} is gated: accept its terms on Hugging Face, then enter a token") from error
        except RevisionNotFoundError as error:
            raise UnknownModel(f"{hub_id} has no version {revision!r:.60}") from error
        except (RepositoryNotFoundError, HFValidationError) as error:
            raise UnknownModel(f"there is no model {hub_id!r:.200} on {self.address}: a hub name looks like owner/name") from error
        except (HfHubHTTPError, httpx2.TransportError) as error:
            answer = error.response if isinstance(error, HfHubHTTPError) else None
            if answer is None:
                raise ServerBusy(self.unreachable, None) from error
            why = f"{self.host} answers {answer.status_code} instead of the files of {hub_id}"
            if answer.status_code in LATER:
                raise ServerBusy(f"{why}: it is busy", retry_after_s(answer)) from error
            raise FetchError(f"{why}: try again later") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            raise FetchError(self.unreachable) from error
        files = tuple(RemoteFile(s.rfilename, s.size or 0, s.lfs.sha256 if s.lfs else "", "" if s.lfs else s.blob_id or "") for s in found.siblings or ())
        licence = found.card_data.get("license") if found.card_data else None
        return Listing(hub_id, found.sha or revision, str(licence or ""), bool(found.gated), files)

    @property
    def unreachable(self) -> str:
        return f"can't reach {self.host}: check your internet connection"

    def url(self, listing: Listing, path: str) -> str:
        """Where a file of the listing is fetched from."""
        return f"{self.address}/{quote(listing.hub_id)}/resolve/{quote(listing.commit, safe='')}/{quote(path)}"


def chosen_hub(token: str = "", *, address: str = "", proxy: str = "") -> Hub:
    """The hub, mirror and proxy of the preferences, where others are not given."""
    chosen = settings.load()
    return Hub((address or chosen.hub or endpoint()).rstrip("/"), token, proxy or chosen.proxy)


def needed(listing: Listing) -> list[RemoteFile]:
    """The files that make the model, weights once and in half precision where it can be had.

    A repository also holds full-precision twins, pickles, pictures: 22 GB where 3.67 serve. Weights that are only there as
    a pickle are named as such, to be converted. Raises BrokenModel where a part is missing or absurdly large.
    """
    there = {file.path: file for file in listing.files}
    family = family_of_files(there)
    tokenizer = next((names for names in family.tokenizers if all(name in there for name in names)), family.tokenizers[0])
    for path in (*family.settings, *tokenizer):
        if path not in there:
            raise BrokenModel(f"{listing.hub_id} is not a model in the layout of {family.title}: it has no {path}")
    texts = (*family.settings, *tokenizer, *(name for name in family.extras if name.endswith(".json")))
    chosen = [there[path] for path in texts if path in there]
    chosen += [_weights(listing.hub_id, there, part) for part in family.parts]
    for file in chosen:
        if not 0 < file.size <= LARGEST_BYTES:
            raise BrokenModel(f"{file.path} of {listing.hub_id} is said to have {file.size} bytes")
    return chosen


def _weights(hub_id: str, there: Mapping[str, RemoteFile], part: Part) -> RemoteFile:
    found = next((there[name] for name in (*part.weights, f"{part.name}/{part.pickle}") if name in there), None)
    if found is None and any(name.startswith(f"{part.name}/{part.stem}") and name.endswith(".index.json") for name in there):
        raise BrokenModel(f"{hub_id} has the weights for {part.name} in several files, which this application does not load")
    if found is None:
        raise BrokenModel(f"{hub_id} has no weights for {part.name}")
    return found
