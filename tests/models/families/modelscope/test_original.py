import pytest
import torch
from accelerate import init_empty_weights
from diffusers import UNet3DConditionModel

from benchmarks.original_layout import to_original
from benchmarks.random_model import FULL_UNET, TINY_UNET
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.original import is_original, is_pointwise, renamed


@pytest.mark.parametrize("shape", [TINY_UNET, FULL_UNET], ids=["tiny", "full size"])
@pytest.mark.parametrize("prefix", ["", "model.diffusion_model."])
def test_every_tensor_of_the_original_layout_finds_its_name(shape: dict[str, object], prefix: str) -> None:
    with init_empty_weights(include_buffers=False):
        unet = UNet3DConditionModel(**shape)
    state = dict(unet.named_parameters())
    theirs = {prefix + name: value for name, value in to_original(unet, state).items()}
    names = renamed(theirs)
    assert is_original(theirs) and not is_original(state)
    assert {ours: tuple(_squeezed(ours, theirs[name]).shape) for name, ours in names.items()} == {n: tuple(p.shape) for n, p in state.items()}


def _squeezed(name: str, value: torch.Tensor) -> torch.Tensor:
    return value[..., 0] if is_pointwise(name, value.ndim) else value


@pytest.mark.parametrize("name", ["input_blocks.1.0.nothing.weight", "input_blocks.99999.7.x", "evil", "output_blocks.0", ""])
def test_a_name_that_no_such_unet_has_is_refused(name: str) -> None:
    with pytest.raises(BrokenModel, match="no tensor of a text-to-video UNet"):
        renamed(["input_blocks.0.0.weight", name])
