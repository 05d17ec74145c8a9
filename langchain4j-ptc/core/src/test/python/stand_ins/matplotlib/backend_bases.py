from __future__ import annotations

from typing import Any


class FigureManagerBase:
    def __init__(self, canvas: Any, num: int) -> None:
        self.canvas, self.num = canvas, num
        canvas.manager = self

    def show(self) -> None:
        print("FigureCanvasAgg is non-interactive, and thus cannot be shown")

    @classmethod
    def pyplot_show(cls, *, block: Any = None) -> None:
        print("FigureCanvasAgg is non-interactive, and thus cannot be shown")
