# style: variables, functions, classes and imports live from program to program
# expect-json: 1
import math

members = get_team_members("engineering")


class Total:
    value = 0


def grow(n):
    Total.value += n
    return Total.value


grow(1)
# --- next program
# expect-json: [3, 3, 2]
[len(members), grow(2), math.floor(2.5)]
# --- next program
# expect-json: 6
grow(len(members))
