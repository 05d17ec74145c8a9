# style: an async generator over pages
# expect-json: [1, 2, 3, 4, 5, 6, 7]
async def all_items():
    page = 1
    while page is not None:
        result = await fetch_page(page, 2)
        for item in result["items"]:
            yield item
        page = result["next"]


[item async for item in all_items()]
