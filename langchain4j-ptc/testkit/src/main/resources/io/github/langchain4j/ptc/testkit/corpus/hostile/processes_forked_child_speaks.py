# category: processes
# attempt: a forked child goes on as if it were the program
# needs: processes
# allow: returned, failed, lost, limit
import os

if os.fork() == 0:
    print("child")
    try:
        echo("from the child")
    finally:
        os._exit(0)
os.wait()
echo("from the parent")
