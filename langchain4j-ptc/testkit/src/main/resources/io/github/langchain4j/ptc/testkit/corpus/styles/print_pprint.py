# style: pprint of nested data
# expect-output: {'a': [1, 2], 'b': {'c': 'd'}}
from pprint import pprint

pprint({"b": {"c": "d"}, "a": [1, 2]})
