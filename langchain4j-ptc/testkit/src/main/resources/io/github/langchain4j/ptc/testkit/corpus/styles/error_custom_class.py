# style: an exception class of the program's own
# expect-error: BudgetError
# expect-message: over by 200
class BudgetError(Exception):
    def __init__(self, by):
        super().__init__(f"over by {by}")


raise BudgetError(add(100, 100))
