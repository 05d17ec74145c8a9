# style: pages are fetched in a while loop
# expect-json: {"pages": 3, "items": [1, 2, 3, 4, 5, 6, 7]}
items, page, pages = [], 1, 0
while page is not None:
    result = fetch_page(page, size=3)
    items.extend(result["items"])
    page = result["next"]
    pages += 1
{"pages": pages, "items": items}
