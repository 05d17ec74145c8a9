from __future__ import annotations

import importlib
from typing import Any

import matplotlib
from matplotlib._pylab_helpers import Gcf


class Figure:
    def __init__(self) -> None:
        self.content, self.stale, self.canvas = "", True, None

    def get_children(self) -> list[Any]:
        return ["background", *filter(None, [self.content])]

    def plot(self, content: str) -> None:
        self.content += content
        self.stale = True

    def savefig(self, target: Any, **options: Any) -> None:
        self.canvas.print_figure(target, **options)

    def show(self) -> None:
        self.canvas.manager.show()


def _module() -> Any:
    name = matplotlib.get_backend()
    name = name[len("module://") :] if name.startswith("module://") else f"matplotlib.backends.backend_{name}"
    return importlib.import_module(name)


def figure() -> Figure:
    made = Figure()
    canvas = _module().FigureCanvas(made)
    number = max(Gcf.figs, default=0) + 1
    Gcf.figs[number] = canvas.manager_class(canvas, number)
    return made


def gcf() -> Figure:
    return list(Gcf.figs.values())[-1].canvas.figure if Gcf.figs else figure()


def plot(content: str) -> None:
    gcf().plot(content)


def savefig(target: Any, **options: Any) -> None:
    gcf().savefig(target, **options)


def show(**options: Any) -> None:
    _module().FigureCanvas.manager_class.pyplot_show(**options)


def close() -> None:
    Gcf.figs.popitem()


def ion() -> None:
    matplotlib.rcParams["interactive"] = True
