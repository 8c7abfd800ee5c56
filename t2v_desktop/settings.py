"""What the user has chosen for good, in a small JSON file."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest


@dataclass(frozen=True, slots=True)
class Settings:
    """`clips_folder` and `models_folder` are empty where the standard places serve.

    `theme` is system, light or dark; `when_done` what follows the last job: nothing, quit or sleep; `window` the main
    window's geometry, panes (as Qt saved them, in base64) and open sections. `hub` is a mirror's address and `proxy` an http or
    socks5 one, empty where the hub itself is asked directly; `download_kb_per_s` limits all downloads together, 0 does not.
    """

    model: str = "starter"
    device: str = "auto"
    memory: str = "auto"
    previews: bool = True
    clips_folder: str = ""
    models_folder: str = ""
    theme: str = "system"
    when_done: str = "nothing"
    notify: bool = True
    window: str = ""
    hub: str = ""
    proxy: str = ""
    download_kb_per_s: int = 0

    @property
    def clips(self) -> Path:
        """Where finished clips go. Raises InvalidRequest for the home folder of a user who is not there."""
        return _folder(self, "clips_folder") if self.clips_folder else paths.clips()

    @property
    def models(self) -> Path:
        """Where models are installed. Raises InvalidRequest like `clips`."""
        return _folder(self, "models_folder") if self.models_folder else paths.models()


def _folder(chosen: Settings, name: str) -> Path:
    try:
        return paths.named(getattr(chosen, name))
    except InvalidRequest as error:
        raise InvalidRequest(f"{name} in {paths.settings_file()}: {error}") from error


def without_lost_folders(chosen: Settings) -> tuple[Settings, str]:
    """The settings with the standard place for each folder that `clips` or `models` would raise for, and why, as one line; empty where none."""
    why = ""
    try:
        _ = chosen.clips
    except InvalidRequest as error:
        chosen, why = replace(chosen, clips_folder=""), str(error)
    try:
        _ = chosen.models
    except InvalidRequest as error:
        chosen, why = replace(chosen, models_folder=""), why or str(error)
    return chosen, why


def load() -> Settings:
    """The saved settings; a missing, unreadable or damaged file gives the defaults, a damaged one is set aside."""
    path = paths.settings_file()
    try:
        values: Any = json.loads(path.read_text("utf-8"))
        if not isinstance(values, dict):
            raise ValueError("no object")
    except (ValueError, RecursionError):
        with suppress(OSError):
            path.replace(path.with_suffix(".damaged.json"))
        return Settings()
    except OSError:  # missing, or locked for a moment by another program
        return Settings()
    defaults = asdict(Settings())
    kept: dict[str, Any] = {k: v for k, v in values.items() if type(v) is type(defaults.get(k))}
    return Settings(**kept)


def save(settings: Settings) -> None:
    paths.write_whole(paths.settings_file(), json.dumps(asdict(settings), indent=1).encode("utf-8"))
