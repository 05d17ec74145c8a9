# category: network
# attempt: lets other programs open the connection
# needs: isolation, processes
# allow: returned, failed
import subprocess

for command in [
    "exec 3<>/dev/tcp/127.0.0.1/@PORT@; echo hello >&3",
    "wget -T1 -qO- http://127.0.0.1:@PORT@/",
    "curl -m1 http://127.0.0.1:@PORT@/",
]:
    subprocess.run(["bash", "-c", command], timeout=5, capture_output=True)
