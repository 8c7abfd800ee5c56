"""The user's own presets: the settings of a clip, without its prompts and its seed, under a name."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import list_file
from t2v_desktop.library.styles import is_name
from t2v_desktop.models.store import Model
from t2v_desktop.planning.draft import Draft
from t2v_desktop.request import MAX_FRAMES, MAX_SIDE, MAX_STEPS, MAX_STYLE_NAME, PRESETS, SCHEDULERS

MAX_OWN = 500
KEY = "presets"


@dataclass(frozen=True, slots=True)
class OwnPreset:
    """Settings under a name, for the models of a family. Sizes in pixels."""

    name: str
    family: str
    width: int
    height: int
    num_frames: int
    fps: int
    num_inference_steps: int
    guidance_scale: float
    guidance_start: float
    guidance_end: float
    cache_interval: int
    flow_shift: float
    scheduler: str

    @classmethod
    def of_draft(cls, name: str, draft: Draft, model: Model) -> "OwnPreset":
        return cls(name.strip(), model.family.name, **{key: getattr(draft, key) for key in SETTINGS})

    def apply(self, draft: Draft, model: Model) -> tuple[Draft, list[str]]:
        """The draft with these settings, and the names of those that the model can't take and that were changed to the nearest it can."""
        wanted = replace(draft, **self.settings())
        snapped = wanted.snapped(model)
        return snapped, [key for key in SETTINGS if getattr(snapped, key) != getattr(wanted, key)]

    def settings(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in SETTINGS}

    def fits(self, draft: Draft) -> bool:
        """Whether the draft has exactly these settings."""
        return all(getattr(draft, key) == getattr(self, key) for key in SETTINGS)


SETTINGS = tuple(field.name for field in fields(OwnPreset) if field.name not in ("name", "family"))


def file() -> Path:
    return paths.settings_file().with_name("presets.json")


def own(family: str = "") -> list[OwnPreset]:
    """The user's own presets of a family, or of all, without invalid ones. Raises InvalidRequest if the file can't be read."""
    found: dict[tuple[str, str], OwnPreset] = {}
    for value in list_file.read(file(), KEY):
        if (preset := preset_of(value)) is not None:
            found.setdefault(_key(preset), preset)
    return [preset for preset in found.values() if family in ("", preset.family)]


def find(name: str, family: str) -> OwnPreset | None:
    """The user's own preset of this name for a family."""
    return next((preset for preset in own(family) if preset.name.casefold() == name.casefold()), None)


def save(presets: Iterable[OwnPreset]) -> None:
    """Replace the user's own presets. Raises InvalidRequest for an invalid one, OutputError if they can't be saved."""
    kept = list(presets)
    if len(kept) > MAX_OWN:
        raise InvalidRequest(f"{len(kept)} presets are too many: keep up to {MAX_OWN}")
    for at, preset in enumerate(kept):
        check_name(preset.name, [other.name for other in kept[:at] if other.family == preset.family])
    list_file.write(file(), KEY, [asdict(preset) for preset in kept])


def put(preset: OwnPreset, instead_of: OwnPreset | None = None) -> None:
    """Save a preset, in place of another one or of the one of its name."""
    replaced = {_key(preset)} if instead_of is None else {_key(instead_of)}
    before = own()
    if any(_key(other) in replaced for other in before):
        save([preset if _key(other) in replaced else other for other in before])
    else:
        save([*before, preset])


def remove(preset: OwnPreset) -> None:
    save([other for other in own() if _key(other) != _key(preset)])


def check_name(name: str, others: Sequence[str] = ()) -> None:
    """Raise InvalidRequest if a preset can't have this name beside others."""
    if not is_name(name):
        raise InvalidRequest(f"a preset needs a name of up to {MAX_STYLE_NAME} characters")
    if name.casefold() in PRESETS:
        raise InvalidRequest(f"{name} is a built-in preset: choose another name")
    if name.casefold() in {other.casefold() for other in others}:
        raise InvalidRequest(f"there is already a preset {name:.100}: choose another name")


def preset_of(value: dict[str, Any]) -> OwnPreset | None:
    """The preset in a JSON object; None if it isn't one."""
    try:
        made = OwnPreset(**{field.name: _typed(value[field.name], field.type) for field in fields(OwnPreset)})
    except (KeyError, TypeError, ValueError):
        return None
    sane = (
        is_name(made.name) and is_name(made.family) and 8 <= made.width <= MAX_SIDE and 8 <= made.height <= MAX_SIDE and 1 <= made.num_frames <= MAX_FRAMES
        and 1 <= made.fps <= 1000 and 1 <= made.num_inference_steps <= MAX_STEPS and made.scheduler in SCHEDULERS
    )  # fmt: skip
    return replace(made, name=made.name.strip()) if sane else None


def _typed(value: object, wanted: object) -> Any:
    """A value of the type that a field has. Raises TypeError or ValueError."""
    if wanted is float and type(value) in (int, float):
        number = float(str(value))
        if not -1e6 < number < 1e6:
            raise ValueError("not a sensible number")
        return number
    if type(value) is not wanted:
        raise TypeError(f"{value!r:.40} is not a {wanted}")
    return value


def _key(preset: OwnPreset) -> tuple[str, str]:
    return preset.family, preset.name.casefold()
