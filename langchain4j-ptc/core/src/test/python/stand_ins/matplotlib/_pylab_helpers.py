from __future__ import annotations

from typing import Any, ClassVar


class Gcf:
    """The figures that pyplot holds open, the active one last."""

    figs: ClassVar[dict[int, Any]] = {}

    @classmethod
    def get_all_fig_managers(cls) -> list[Any]:
        return list(cls.figs.values())

    @classmethod
    def destroy(cls, num: int) -> None:
        cls.figs.pop(num, None)
