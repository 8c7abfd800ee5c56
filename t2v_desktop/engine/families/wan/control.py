"""A transformer with a second one beside it that reads control latents: frames that are known, and where they are (VACE, Jiang et al. 2025, arXiv 2503.07598).

Its tensors have the names of diffusers' WanVACETransformer3DModel.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from torch import Tensor, nn

from t2v_desktop.engine.families.wan.transformer import Block, Memory, Patches, Rotation, Settings, Times, Transformer
from t2v_desktop.engine.layers import Linear
from t2v_desktop.models.family import Config


@dataclass(frozen=True, slots=True)
class ControlSettings:
    """The settings that only such a transformer has: the blocks that are given a hint, and the channels of the control latents."""

    vace_layers: Sequence[int] = (0, 5, 10, 15, 20, 25, 30, 35)
    vace_in_channels: int = 96

    @classmethod
    def read(cls, config: Config) -> "ControlSettings":
        return cls(**{name: config[name] for name in cls.__slots__ if name in config})


class ControlBlock(Block):
    """A block of the second transformer; its result is projected to a hint. The first one joins control and clip."""

    def __init__(self, settings: Settings, *, joins: bool) -> None:
        super().__init__(settings)
        self.proj_in = Linear(settings.width, settings.width) if joins else None
        self.proj_out = Linear(settings.width, settings.width)


class ControlledTransformer(Transformer):
    def __init__(self, settings: Settings, control: ControlSettings) -> None:
        super().__init__(settings)
        self.hinted = sorted(control.vace_layers)
        self.vace_patch_embedding = Patches(control.vace_in_channels, settings.width, settings.patch_size)
        self.vace_blocks = nn.ModuleList(ControlBlock(settings, joins=at == 0) for at in range(len(self.hinted)))

    @property
    def all_blocks(self) -> Iterator[Block]:
        return itertools.chain(super().all_blocks, (block for block in self.vace_blocks if isinstance(block, Block)))

    def hints(self, x: Tensor, times: Times, rotation: Rotation, text: Mapping[nn.Module, Memory], control: Tensor | None) -> Iterator[Tensor | None]:
        """What is added to the result of each block in turn; a hint is computed when it is due, so that only one is in memory.

        The control's patches depend on no step, but to keep them would take more memory than it saves time: they cost a thousandth of a step.
        """
        assert control is not None, "a transformer with control needs its latents"
        beside = self.vace_patch_embedding(self.vace_patch_embedding.cut(control))
        blocks = iter(self.vace_blocks)
        for at in range(self.settings.num_layers):
            if at not in self.hinted:
                yield None
                continue
            block = next(blocks)
            assert isinstance(block, ControlBlock)
            if block.proj_in is not None:
                beside = block.proj_in(beside) + x
                del x
            beside = block(beside, times, rotation, text[block])
            yield block.proj_out(beside)

    def flatten(self) -> None:
        super().flatten()
        self.vace_patch_embedding.flatten()
