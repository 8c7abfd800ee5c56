"""The tokenizer of a model, the same as the window's token counter."""

from pathlib import Path

from t2v_desktop.models.families.modelscope.tokens import ClipTokens


def load_tokenizer(folder: Path) -> ClipTokens:
    """The tokenizer of the model in `folder`, its files read. Raises BrokenModel."""
    tokenizer = ClipTokens(folder / "tokenizer")
    tokenizer.count("")
    return tokenizer
