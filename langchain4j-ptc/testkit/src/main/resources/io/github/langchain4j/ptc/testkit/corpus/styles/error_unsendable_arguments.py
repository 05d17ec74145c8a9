# style: values that JSON cannot hold are a TypeError at the call
# reference: no, plain functions take anything
# expect-json: ["TypeError", "TypeError", "TypeError", "TypeError", "TypeError"]
# expect-calls: 0
def kind(value):
    try:
        echo(value)
    except TypeError as error:
        return type(error).__name__
    return "sent"


[kind(float("nan")), kind(float("inf")), kind("\ud800"), kind({(1, 2): 3}), kind(object())]
