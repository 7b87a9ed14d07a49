"""The profile form as a browser sends it."""

from typing import Any


def filled(**fields: Any) -> dict[str, Any]:
    """What the form sends when nothing but these fields is filled in."""
    texts = ("town", "reach", "other_languages", "interface_language")
    numbered = [f"{name}_{n}" for n in range(5) for name in ("topic", "note")]
    tags = [f"tag_{n}" for n in range(4)]
    return {**dict.fromkeys((*texts, *numbered, *tags), ""), **fields}
