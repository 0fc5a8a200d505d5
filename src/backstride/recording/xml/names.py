"""Elements by their local names, whatever prefix or namespace an app gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def local_name(element: Any) -> str:
    """Name without namespace or prefix; makers use different ones for the same extension."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """Child elements with local name `name`."""
    return (child for child in element if local_name(child) == name)


def child_text(element: Any, *path: str) -> str | None:
    """Text of the first element at `path` (local names) below `element` without blanks; None where empty or absent."""
    for name in path:
        element = next(children(element, name), None)
        if element is None:
            return None
    return (element.text or "").strip() or None
