# category: introspection
# attempt: replaces the methods of its event loop
# allow: returned, failed, exited, lost, limit
import asyncio

loop = asyncio.get_running_loop()
for name in ("call_soon", "call_soon_threadsafe", "run_until_complete", "_run_once", "time", "stop"):
    try:
        setattr(loop, name, lambda *args, **kwargs: None)
    except Exception:
        pass
await echo(1)
