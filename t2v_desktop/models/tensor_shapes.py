"""What a component's settings ask for: checks of their values, and the names and shapes of its layers' tensors. Every family uses them."""

from collections.abc import Iterator

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.family import Config

Shape = tuple[int, ...]
Pairs = Iterator[tuple[str, Shape]]
MAX_VALUE = 1_000_000


def wrong(key: str, value: object, right: str) -> BrokenModel:
    """The error for a setting that is not `right`."""
    return BrokenModel(f"{key} is {value!r:.60}: {right}")


def whole(config: Config, key: str, default: int, most: int = MAX_VALUE) -> int:
    value = config.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise wrong(key, value, f"it must be a whole number from 1 to {most:,}")
    return value


def positive(config: Config, key: str, default: float) -> None:
    value = config.get(key, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < MAX_VALUE:
        raise wrong(key, value, "it must be a number above 0")


def one_of(config: Config, key: str, default: str, known: tuple[str, ...]) -> None:
    if config.get(key, default) not in known:
        raise wrong(key, config[key], f"supported values: {', '.join(known)}")


def yes(config: Config, key: str, default: bool = True) -> bool:
    value = config.get(key, default)
    if not isinstance(value, bool):
        raise wrong(key, value, "it must be true or false")
    return value


def linear(name: str, into: int, out: int, bias: bool = True) -> Pairs:
    yield f"{name}.weight", (out, into)
    if bias:
        yield f"{name}.bias", (out,)


def conv(name: str, into: int, out: int, *kernel: int) -> Pairs:
    yield f"{name}.weight", (out, into, *kernel)
    yield f"{name}.bias", (out,)


def norm(name: str, width: int) -> Pairs:
    yield f"{name}.weight", (width,)
    yield f"{name}.bias", (width,)
