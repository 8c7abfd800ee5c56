from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import CLIPTextConfig, CLIPTextModel

from benchmarks.random_model import FULL_TEXT, TINY_TEXT, random_state
from t2v_desktop import paths
from t2v_desktop.engine.families.modelscope.text_encoder import ACTIVATIONS, TextEncoder, TextSettings
from t2v_desktop.models.families.modelscope.tensors import TEXT_ACTIVATIONS, current_name
from t2v_desktop.models.json_files import read_json

IDS = torch.randint(0, 500, (2, 77), generator=torch.Generator().manual_seed(4))


def both(config: dict[str, Any]) -> tuple[TextEncoder, CLIPTextModel]:
    """Our encoder and transformers', with the same random weights."""
    stock = CLIPTextModel(CLIPTextConfig(**config)).eval()
    stock.load_state_dict(random_state(stock, torch.float32))
    ours = TextEncoder(TextSettings.read(config)).eval()
    ours.load_state_dict(stock.state_dict())
    return ours, stock


@torch.inference_mode()
def check_alike(ours: TextEncoder, stock: CLIPTextModel, ids: torch.Tensor) -> None:
    expected = stock(ids).last_hidden_state
    assert torch.allclose(ours(ids), expected, atol=2e-5, rtol=1e-4) and float(expected.std()) > 0.1


@pytest.mark.parametrize("activation", TEXT_ACTIVATIONS)
def test_features_are_those_of_transformers_with_every_activation(activation: str) -> None:
    assert tuple(ACTIVATIONS) == TEXT_ACTIVATIONS
    check_alike(*both(TINY_TEXT | {"hidden_act": activation}), IDS)


@pytest.mark.parametrize(
    "other",
    [{"num_hidden_layers": 3}, {"max_position_embeddings": 90}, {"layer_norm_eps": 0.1}, {"intermediate_size": 24}, {"num_attention_heads": 1}],
)  # fmt: skip
def test_features_are_those_of_transformers_with_other_settings(other: dict[str, Any]) -> None:
    check_alike(*both(TINY_TEXT | other), IDS)
    check_alike(*both(TINY_TEXT | other), IDS[:, :9])


def test_the_starters_features_are_those_of_transformers() -> None:
    folder = paths.resources() / "models" / "starter" / "text_encoder"
    ours = TextEncoder(TextSettings.read(read_json(folder / "config.json"))).eval()
    ours.load_state_dict({name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()})
    check_alike(ours, CLIPTextModel.from_pretrained(folder, dtype=torch.float32).eval(), IDS)


def test_the_full_size_encoder_has_the_tensors_of_the_published_file() -> None:
    with torch.device("meta"):
        ours, stock = TextEncoder(TextSettings.read(FULL_TEXT)), CLIPTextModel(CLIPTextConfig(**FULL_TEXT))
    shapes = {name: tensor.shape for name, tensor in ours.state_dict().items()}
    assert shapes == {name: tensor.shape for name, tensor in stock.state_dict().items()} and sum(s.numel() for s in shapes.values()) == 340_387_840
    assert {current_name(f"text_model.{name}", shapes) for name in shapes} == set(shapes)
    assert not list(ours.buffers())


def test_a_later_token_changes_no_earlier_feature() -> None:
    ours, _ = both(TINY_TEXT)
    changed = IDS.clone()
    changed[:, 40] += 1
    with torch.inference_mode():
        before, after = ours(IDS), ours(changed)
    assert torch.allclose(before[:, :40], after[:, :40], atol=1e-6) and not torch.allclose(before[:, 40:], after[:, 40:], atol=1e-3)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"hidden_size": 33}, ValueError), ({"hidden_size": "32"}, TypeError), ({"num_hidden_layers": 0}, ValueError), ({"vocab_size": 1.5}, TypeError),
        ({"hidden_act": "soft"}, ValueError), ({"hidden_act": ["gelu"]}, TypeError), ({"layer_norm_eps": None}, TypeError),
        ({"num_attention_heads": True}, TypeError),
    ],
)  # fmt: skip
def test_settings_that_describe_no_encoder_are_refused(wrong: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        TextSettings.read(TINY_TEXT | wrong)
