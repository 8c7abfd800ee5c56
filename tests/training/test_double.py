"""A VAE for frames twice as large, before any training of it."""

import pytest
import torch

from t2v_desktop.models.store import find
from training.double import doubled
from training.scenes import Scene, Thing, draw
from training.vae import halve, load_vae, new_vae, reconstruction_psnr, to_pixels


def test_a_doubled_vae_starts_as_the_old_one_on_halved_frames() -> None:
    """The decoder blows up smoothly what the old one returns, and the encoder's first latents resemble the old ones."""
    torch.manual_seed(0)
    old = new_vae(16, (8, 8)).eval()
    new = doubled(old).eval()
    assert new.config.sample_size == 32 and tuple(new.config.block_out_channels) == (8, 8, 8)
    pixels = to_pixels(draw(Scene((Thing("circle", "red"),), "sea", "right"), 32)[0][::4], torch.device("cpu"))
    with torch.no_grad():
        latents = old.encode(halve(pixels)).latent_dist.mode()
        found = new.encode(pixels).latent_dist.mode()
        large, small = new.decode(latents).sample, old.decode(latents).sample
    assert found.shape == latents.shape == (4, 8, 8, 8) and large.shape == pixels.shape
    assert unlike(found, latents) < 0.1
    assert unlike(halve(large), small) < 0.4, "an untrained decoder's picture is noise, which blowing up smooths"


def unlike(one: torch.Tensor, other: torch.Tensor) -> float:
    """The variance of the difference as a share of the variance, but for the borders: there zeros are padded at different scales."""
    return float((one - other)[..., 1:-1, 1:-1].var() / other[..., 1:-1, 1:-1].var())


@pytest.mark.parametrize("background", ["black", "grass"])
def test_the_starters_vae_returns_drawn_frames(background: str) -> None:
    model = find("starter")
    vae = load_vae(model.folder / "vae")
    assert vae.config.sample_size == model.width
    frames, _ = draw(Scene((Thing("star", "yellow"),), background, "circling"), model.width)
    assert reconstruction_psnr(vae, frames[::4], torch.device("cpu")) > 27
