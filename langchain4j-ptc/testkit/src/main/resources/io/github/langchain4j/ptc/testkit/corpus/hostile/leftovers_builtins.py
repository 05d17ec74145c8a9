# category: leftovers
# attempt: replaced builtins and tools in the next session
# allow: returned
import builtins

builtins.print = builtins.len = builtins.echo = lambda *args, **kwargs: "haunted"
echo = len
None
# --- next session
# expect-output: 3
# expect-text: real
print(len([1, 2, 3]))
echo("real")
