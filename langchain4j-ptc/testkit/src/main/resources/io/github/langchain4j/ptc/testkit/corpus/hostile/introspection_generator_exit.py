# category: introspection
# attempt: raises GeneratorExit and CancelledError out of the program
# allow: failed, returned
import asyncio

await asyncio.sleep(0)
try:
    raise GeneratorExit
except GeneratorExit:
    raise asyncio.CancelledError
