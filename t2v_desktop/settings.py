"""What the user has chosen for good, in a small JSON file."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from t2v_desktop import paths


@dataclass(frozen=True, slots=True)
class Settings:
    """`clips_folder` and `models_folder` are empty where the standard places serve."""

    model: str = "starter"
    device: str = "auto"
    memory: str = "auto"
    previews: bool = True
    clips_folder: str = ""
    models_folder: str = ""


def load() -> Settings:
    """The saved settings; a missing or damaged file gives the defaults, a damaged one is set aside."""
    path = paths.settings_file()
    try:
        values: Any = json.loads(path.read_text("utf-8"))
        if not isinstance(values, dict):
            raise ValueError("no object")
    except FileNotFoundError:
        return Settings()
    except (ValueError, OSError):
        path.replace(path.with_suffix(".damaged.json"))
        return Settings()
    defaults = asdict(Settings())
    kept: dict[str, Any] = {k: v for k, v in values.items() if type(v) is type(defaults.get(k))}
    return Settings(**kept)


def save(settings: Settings) -> None:
    paths.write_whole(paths.settings_file(), json.dumps(asdict(settings), indent=1).encode("utf-8"))
