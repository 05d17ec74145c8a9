# style: walrus in a while loop and in a comprehension
# expect-json: [[1, 2, 3, 4, 5, 6, 7], [4, 6]]
page, items = 1, []
while (result := fetch_page(page, 3))["next"]:
    items += result["items"]
    page = result["next"]
items += result["items"]
[items, [y for x in items[:3] if (y := add(x, x)) > 2]]
