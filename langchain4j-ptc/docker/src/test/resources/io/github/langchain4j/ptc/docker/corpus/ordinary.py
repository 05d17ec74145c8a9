"""What ordinary programs need of the system; tells what does not work."""

import asyncio
import concurrent.futures
import multiprocessing
import os
import pathlib
import queue
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

failed = []


def check(name, worked):
    if not worked:
        failed.append(name)


def square(n):
    return n * n


processes = multiprocessing.get_context("fork")
with processes.Pool(2) as pool:
    check("a pool of processes", pool.map(square, range(5)) == [0, 1, 4, 9, 16])
with concurrent.futures.ProcessPoolExecutor(2, mp_context=processes) as executor:
    check("an executor of processes", list(executor.map(square, range(5))) == [0, 1, 4, 9, 16])
shared, answers = processes.Value("i", 0), processes.Queue()


def count():
    with shared.get_lock():
        shared.value += 1
    answers.put(os.getpid())


workers = [processes.Process(target=count) for _ in range(3)]
for worker in workers:
    worker.start()
check("a queue between processes", {answers.get(timeout=60) for _ in workers} == {w.pid for w in workers})
for worker in workers:
    worker.join()
check("a shared value", shared.value == 3)

with concurrent.futures.ThreadPoolExecutor(4) as executor:
    check("an executor of threads", sum(executor.map(square, range(5))) == 30)
done = queue.Queue()
threading.Timer(0.01, done.put, ["late"]).start()
check("a timer", done.get(timeout=60) == "late")

said = subprocess.run([sys.executable, "-c", "print(input() * 2)"], input="ab", capture_output=True, text=True)
check("a subprocess", said.stdout == "abab\n")

with tempfile.TemporaryDirectory() as folder:
    place = pathlib.Path(folder)
    with sqlite3.connect(place / "data.db") as database:
        database.execute("create table t (n integer)")
        database.executemany("insert into t values (?)", [(n,) for n in range(10)])
        check("a database", database.execute("select sum(n) from t").fetchone() == (45,))
    database.close()
    (place / "link").symlink_to("data.db")
    (place / "data.db").chmod(0o600)
    os.utime(place / "data.db", (1, 2))
    os.mkfifo(place / "fifo")
    check("files", (place / "link").stat().st_mtime == 2 and (place / "link").is_symlink())
    address = str(place / "socket")

    async def serve(start, connect):
        async def answer(reader, writer):
            writer.write((await reader.readline()).upper())
            await writer.drain()
            writer.close()

        server = await start(answer)
        reader, writer = await connect(server)
        writer.write(b"hello\n")
        line = await reader.readline()
        writer.close()
        server.close()
        return line

    over_unix = await serve(
        lambda answer: asyncio.start_unix_server(answer, address), lambda server: asyncio.open_unix_connection(address)
    )
    check("a server on a Unix socket", over_unix == b"HELLO\n")
    for host in ("127.0.0.1", "localhost"):
        over_ip = await serve(
            lambda answer: asyncio.start_server(answer, host, 0),
            lambda server: asyncio.open_connection(host, server.sockets[0].getsockname()[1]),
        )
        check("a server on " + host, over_ip == b"HELLO\n")

left, right = socket.socketpair()
left.sendall(b"x")
check("a pair of sockets", right.recv(1) == b"x")
child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(1)", stdout=subprocess.PIPE)
check("a subprocess of asyncio", (await child.communicate())[0] == b"1\n")
check(
    "a process to wait for",
    os.waitstatus_to_exitcode(
        os.waitpid(os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-c", "exit(3)"]), 0)[1]
    )
    == 3,
)
alarms = []
before = signal.signal(signal.SIGALRM, lambda *_: alarms.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.01)
deadline = time.monotonic() + 60
while not alarms and time.monotonic() < deadline:
    time.sleep(0.005)
signal.signal(signal.SIGALRM, before)
check("an alarm", alarms == [1])
failed
