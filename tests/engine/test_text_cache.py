"""The same prompt is encoded once, whichever process asks for it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from t2v_desktop import paths
from t2v_desktop.engine import text_cache
from t2v_desktop.engine.families.modelscope.text_encoder import TextEncoder
from t2v_desktop.engine.family import Text
from t2v_desktop.engine.render import Renderer
from t2v_desktop.events import Event, Start, Warned
from t2v_desktop.request import Request

Make = Callable[..., Request]


@pytest.fixture
def encodes(monkeypatch: pytest.MonkeyPatch) -> list[torch.Tensor]:
    """The token IDs of every call of the text encoder."""
    called: list[torch.Tensor] = []
    real = TextEncoder.forward

    def forward(self: TextEncoder, ids: torch.Tensor) -> torch.Tensor:
        called.append(ids)
        return real(self, ids)

    monkeypatch.setattr(TextEncoder, "forward", forward)
    return called


@pytest.fixture
def start(tiny_model: Path, tiny_request: Make, tmp_path: Path) -> Start:
    return Start(tiny_request(dtype="fp32", num_inference_steps=1), str(tiny_model), str(tmp_path / "out.gif"))


def render(start: Start, **changed: object) -> list[Event]:
    """One clip by an engine of its own, as after a restart."""
    told: list[Event] = []
    Renderer().render(replace(start, request=replace(start.request, **changed)), told.append, lambda: None)  # type: ignore[arg-type]
    Path(start.output).unlink(missing_ok=True)
    return told


def test_the_same_prompt_needs_no_text_encoder_again(start: Start, encodes: list[torch.Tensor]) -> None:
    render(start)
    render(start, seed=99, num_frames=2)
    render(start, guidance_end=0.5, cache_interval=2)
    assert len(encodes) == 1
    render(start, prompt="another")
    render(start, negative_prompt="another")
    render(start, prompt="another", guidance_scale=1.0)
    render(start, prompt="another", guidance_scale=1.0, negative_prompt="which guidance would need")
    assert len(encodes) == 4
    assert not any("another" in file.name or b"another" in file.read_bytes() for file in paths.kept_text().iterdir())


def test_what_the_model_ignores_is_said_each_time(start: Start, encodes: list[torch.Tensor]) -> None:
    for _ in range(2):
        told = render(start, prompt="word " * 100)
        assert any(isinstance(event, Warned) and "ignored" in event.message for event in told)
    assert len(encodes) == 1


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [lambda content: content[:-9], lambda _: b"", flipped])
def test_a_damaged_file_is_encoded_again(damage: Callable[[bytes], bytes], start: Start, encodes: list[torch.Tensor]) -> None:
    render(start)
    [file] = paths.kept_text().iterdir()
    file.write_bytes(damage(file.read_bytes()))
    render(start)
    render(start)
    assert len(encodes) == 2


def test_only_the_last_used_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_cache, "MAX_KEPT", 3)
    files = [paths.kept_text() / f"{number}.safetensors" for number in range(5)]
    for file in files:
        text_cache.keep_text(file, Text(torch.ones(1, 2, 3), torch.ones(1, 2, dtype=torch.bool)))
    assert [file.exists() for file in files] == [False, False, True, True, True]
    kept = text_cache.read_text(files[-1])
    assert kept is not None and kept.mask is not None and torch.equal(kept.features, torch.ones(1, 2, 3))


def test_nan_values_are_not_kept() -> None:
    file = paths.kept_text() / "nan.safetensors"
    text_cache.keep_text(file, Text(torch.full((1, 2, 3), float("nan"))))
    assert not file.exists()
