# style: threading.Timer calls a tool later
# needs: threads
# expect-text: rang
import threading

box = []
timer = threading.Timer(0.02, lambda: box.append(echo("rang")))
timer.start()
timer.join()
box[0]
