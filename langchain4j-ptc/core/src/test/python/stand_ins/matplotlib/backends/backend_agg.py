from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import FigureManagerBase


class FigureCanvasAgg:
    manager_class: Any = FigureManagerBase

    def __init__(self, figure: Any) -> None:
        self.figure = figure
        figure.canvas = self

    def print_figure(self, filename: Any, *, format: Any = None, bbox_inches: Any = None) -> None:
        if "broken" in self.figure.content:
            raise ValueError("it cannot be drawn")
        if hasattr(filename, "write"):
            filename.write(self.figure.content.encode())
            return
        with open(filename, "w") as target:
            target.write(self.figure.content)


FigureCanvas = FigureCanvasAgg
