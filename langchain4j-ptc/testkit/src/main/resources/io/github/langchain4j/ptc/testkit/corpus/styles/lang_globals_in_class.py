# style: comprehension scopes and class attributes at module level
# expect-json: [[2, 3], 2]
class Config:
    offset = 1
    values = [1, 2]


limit = 2
[[v + Config.offset for v in Config.values], len([v for v in Config.values if v <= limit])]
