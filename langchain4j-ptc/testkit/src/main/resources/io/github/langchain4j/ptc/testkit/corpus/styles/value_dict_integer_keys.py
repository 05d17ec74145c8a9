# style: a dict with integer keys, which JSON would turn into text
# expect-repr: {1: 'a', 2: 'b'}
{1: "a", 2: "b"}
