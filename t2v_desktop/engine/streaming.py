"""A module's weights stay in RAM and visit the device layer by layer, each copied while the one before it computes."""

from typing import Any

import torch
from torch import Tensor, nn

from t2v_desktop.engine.layers import Embedding

SMALL_BYTES = 64 * 1024  # layers up to this size stay on the device: a copy of their own would cost more than it saves

Copied = tuple[dict[nn.Parameter, Tensor], "torch.cuda.Event | None"]


class LayerStream:
    """Hooks that bring each layer of a module to the device when it is called, and forget the copy after it.

    The layer after it is the one that came next the last time. With `pin` the weights move to locked memory, from which a card copies by itself.
    """

    def __init__(self, module: nn.Module, device: torch.device, *, pin: bool) -> None:
        self.device = device
        self.copies = torch.cuda.Stream(device) if device.type == "cuda" else None  # type: ignore[no-untyped-call]  # torch leaves it untyped
        self.at_home: dict[nn.Module, dict[nn.Parameter, Tensor]] = {}
        self._next: dict[nn.Module, nn.Module] = {}
        self._ahead: dict[nn.Module, Copied] = {}
        self._first: nn.Module | None = None
        self._last: nn.Module | None = None
        for layer in module.modules():
            own = list(layer.parameters(recurse=False))
            if isinstance(layer, Embedding):  # a few rows of it are used
                continue
            if sum(p.numel() * p.element_size() for p in own) <= SMALL_BYTES:
                for parameter in own:
                    parameter.data = parameter.data.to(device)
                continue
            for parameter in own:
                parameter.data = parameter.data.pin_memory() if pin else parameter.data
            self.at_home[layer] = {p: p.data for p in own}
            layer.register_forward_pre_hook(self._bring)
            layer.register_forward_hook(self._forget)

    def _bring(self, layer: nn.Module, _args: Any) -> None:
        self._first = self._first or layer
        if self._last is not None and layer is not self._first:  # nothing waits on the device between two passes
            self._next[self._last] = layer
        self._last = layer
        copied, done = self._ahead.pop(layer) if layer in self._ahead else self._copy(layer)
        if done is not None:
            torch.cuda.current_stream(self.device).wait_event(done)
        for parameter, tensor in copied.items():
            parameter.data = tensor
        following = self._next.get(layer)
        if following is not None and following not in self._ahead:
            self._ahead[following] = self._copy(following)

    def _copy(self, layer: nn.Module) -> Copied:
        if self.copies is None:
            return {p: tensor.to(self.device) for p, tensor in self.at_home[layer].items()}, None
        self.copies.wait_stream(torch.cuda.current_stream(self.device))  # its memory may be that of a layer which is still computing
        with torch.cuda.stream(self.copies):
            return {p: tensor.to(self.device, non_blocking=True) for p, tensor in self.at_home[layer].items()}, self.copies.record_event()

    def _forget(self, layer: nn.Module, _args: Any, _result: Any) -> None:
        for parameter, tensor in self.at_home[layer].items():
            parameter.data = tensor
