"""One folder for each model family: all that differs between them."""

from collections.abc import Container
from pathlib import Path

from t2v_desktop.models.families.modelscope import MODELSCOPE
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.models.family import Config, Family
from t2v_desktop.models.json_files import read_json

FAMILIES: dict[str, Family] = {family.name: family for family in (MODELSCOPE, WAN)}


def family_of(folder: Path) -> Family:
    """The family of the model in `folder`. Raises BrokenModel if its model_index.json can't be read."""
    return family_by_index(read_json(folder / "model_index.json"))


def family_by_index(index: Config) -> Family:
    """The family that a model_index.json names by class, else by parts. Falls back to the first family, whose checks then report what is wrong."""
    families = list(FAMILIES.values())
    by_class = (family for family in families if index.get("_class_name") in family.pipelines)
    by_parts = (family for family in families if all(name in index for name in family.part_names))
    return next(by_class, next(by_parts, families[0]))


def family_of_files(names: Container[str]) -> Family:
    """The family whose settings files are all among `names`; the first one if there is none."""
    families = list(FAMILIES.values())
    return next((family for family in families if all(name in names for name in family.settings)), families[0])


def is_read(name: str) -> bool:
    """Whether a file, by its path in a model's folder, is one that is read of a model of any family."""
    return any(name in family.files or any(part.is_shard(name) for part in family.parts) for family in FAMILIES.values())


def files_read(folder: Path) -> list[str]:
    """The files in `folder` that are read of a model of any family, by their path in it. Raises OSError."""
    fixed = {name for family in FAMILIES.values() for name in family.files if (folder / name).is_file()}
    parts = {part.name for family in FAMILIES.values() for part in family.parts}
    shards = {f"{part}/{file.name}" for part in parts for file in (folder / part).glob("*-of-*.safetensors")}
    return sorted(fixed | {name for name in shards if is_read(name)})


def known_pickles() -> dict[str, str]:
    """The weights file that each pickle of any family becomes once it is converted, by their paths in the model's folder."""
    return {part.pickle_file: part.weights[-1] for family in FAMILIES.values() for part in family.parts if part.pickle}
