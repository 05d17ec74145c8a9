# style: abstract base class, property, super, class method
# expect-json: ["travel", 401]
from abc import ABC, abstractmethod


class Rule(ABC):
    def __init__(self, base):
        self._base = base

    @property
    @abstractmethod
    def name(self): ...

    def total(self, records):
        return self._base + sum(r["amount"] for r in records if r["category"] == self.name)


class Travel(Rule):
    @classmethod
    def standard(cls):
        return cls(0)

    @property
    def name(self):
        return "travel"

    def total(self, records):
        return super().total(records) + 1


rule = Travel.standard()
[rule.name, rule.total(get_expenses("e1", "Q3"))]
