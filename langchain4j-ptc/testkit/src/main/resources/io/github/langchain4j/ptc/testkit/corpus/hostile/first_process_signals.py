# category: first process
# attempt: sends every signal to the first process
# needs: isolation, processes
# allow: returned, failed, lost
import os
import signal

for number in range(1, 65):
    for send in (
        lambda: os.kill(1, number),
        lambda: signal.pidfd_send_signal(os.pidfd_open(1), number),
    ):
        try:
            send()
        except OSError:
            pass
# --- next session
# expect-text: real
"real"
