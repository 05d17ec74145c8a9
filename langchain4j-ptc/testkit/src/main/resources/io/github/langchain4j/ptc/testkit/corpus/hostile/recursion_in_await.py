# category: recursion
# attempt: awaits that nest without end
# allow: failed, lost
async def down():
    await down()


await down()
