# style: annotations with TypedDict, Optional, generics, get_type_hints
# expect-json: ["amount", "id"]
from typing import Dict, List, Optional, TypedDict, get_type_hints


class Expense(TypedDict, total=False):
    id: str
    amount: float


def first(items: List[Expense]) -> Optional[Dict[str, float]]:
    return items[0] if items else None


assert get_type_hints(first)["items"] == List[Expense]
sorted(set(get_expenses("e1", "Q3")[0]) & set(Expense.__annotations__))
