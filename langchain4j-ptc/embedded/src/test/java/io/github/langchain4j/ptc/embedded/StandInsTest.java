package io.github.langchain4j.ptc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads, executors and processes where there are none. */
class StandInsTest {

    private static EmbeddedSandbox sandbox;

    private Conversation session;

    @BeforeAll
    static void start() {
        sandbox = EmbeddedSandbox.create();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void open() throws Exception {
        session = Conversation.with(sandbox);
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** The host answers only when the program is idle: were the calls not made together, a second idle would come. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "list(ThreadPoolExecutor().map(double, range(5)))",
                "[f.result() for f in [ThreadPoolExecutor().submit(double, i) for i in range(5)]]",
                "[f.result() for f in [ThreadPoolExecutor().submit(partial(double, x=i)) for i in range(5)]]",
                "sorted(f.result() for f in as_completed([ThreadPoolExecutor().submit(double, i) for i in range(5)]))",
                "await asyncio.gather(*(asyncio.to_thread(double, i) for i in range(5)))",
                "await asyncio.gather(*(asyncio.get_running_loop().run_in_executor(None, double, i) for i in range(5)))",
                "multiprocessing.Pool(3).map(double, range(5))",
            })
    void callsOfToolsOverlap(String expression) throws Exception {
        session.run("import asyncio, multiprocessing\nfrom functools import partial\n"
                + "from concurrent.futures import ThreadPoolExecutor, as_completed");
        session.start(expression);
        for (int i = 0; i < 5; i++) {
            assertThat(session.receive("call").get("args").get("x").asInt()).isEqualTo(i);
        }
        session.receive("idle");
    }

    @Test
    void threadsWithAToolAsTargetOverlapToo() throws Exception {
        session.start("import threading\nts = [threading.Thread(target=double, args=(i,)) for i in range(3)]\n"
                + "for t in ts: t.start()\nfor t in ts: t.join()");
        session.receive("call");
        session.receive("call");
        session.receive("call");
        session.receive("idle");
    }

    @Test
    void functionsOfThreadsRunOneAfterTheOther() throws Exception {
        assertThat(session.result("""
                        import threading
                        results = {}
                        def work(i):
                            results[i] = double(i)
                        threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
                        for t in threads: t.start()
                        for t in threads: t.join()
                        [sorted(results.items()), threading.active_count(), threads[0].is_alive()]
                        """)).isEqualTo("[[[0,0],[1,2],[2,4],[3,6]],1,false]");
    }

    @Test
    void producersAndConsumersMeetInQueues() throws Exception {
        assertThat(session.result("""
                        import queue, threading
                        q, out = queue.Queue(), []
                        def worker():
                            while True:
                                item = q.get()
                                if item is None:
                                    break
                                out.append(double(item))
                                q.task_done()
                        threads = [threading.Thread(target=worker) for _ in range(2)]
                        for t in threads: t.start()
                        for i in range(5): q.put(i)
                        q.join()
                        for _ in threads: q.put(None)
                        for t in threads: t.join()
                        out
                        """)).isEqualTo("[0,2,4,6,8]");
        assertThat(session.printed.toString()).isEmpty();
    }

    @Test
    void barriersEventsConditionsAndSemaphoresWork() throws Exception {
        assertThat(session.result("""
                        import threading
                        done, barrier, event, slots = [], threading.Barrier(3), threading.Event(), threading.Semaphore(2)
                        def work(i):
                            with slots:
                                done.append(i)
                            barrier.wait()
                            event.set()
                        for i in range(3): threading.Thread(target=work, args=(i,)).start()
                        [event.wait(), sorted(done), event.wait(0.01)]
                        """)).isEqualTo("[true,[0,1,2],true]");
    }

    @Test
    void threadsThatAreNotJoinedRunBeforeTheProgramEnds() throws Exception {
        session.result("import threading\nthreading.Thread(target=lambda: print('ran')).start()\nprint('main')");
        assertThat(session.printed.toString()).isEqualTo("main\nran\n");
    }

    @Test
    void aThreadThatFailsSaysSoAndHurtsNobody() throws Exception {
        assertThat(session.result(
                        "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()\n'on'"))
                .isEqualTo("on");
        assertThat(session.printed.toString()).contains("Exception in thread").contains("ZeroDivisionError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import queue\nqueue.Queue().get()",
                "import queue\nqueue.SimpleQueue().get()",
                "import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()",
                "import _thread\nl = _thread.allocate_lock()\nl.acquire()\nl.acquire()",
                "import threading\nthreading.Event().wait()",
                "import threading\nthreading.Barrier(2).wait()",
                "import threading\nwith threading.Condition() as c: pass\nc = threading.Condition()\nwith c: c.wait()",
                "from concurrent.futures import Future\nFuture().result()",
                "import asyncio\nawait asyncio.get_running_loop().create_future()",
                "import asyncio\nawait asyncio.Event().wait()",
                "import threading\nl = threading.Lock()\nl.acquire()\n"
                        + "from concurrent.futures import ThreadPoolExecutor\n"
                        + "ThreadPoolExecutor().submit(l.acquire).result()",
            })
    void aWaitThatNothingCanEndIsAnErrorAtOnce(String code) throws Exception {
        assertThat(session.error(code)).startsWith("DeadlockError: deadlock: ");
        assertThat(session.result("1")).isEqualTo("1");
    }

    @Test
    void asyncioRunsInWhatTakesThePlaceOfAThread() throws Exception {
        assertThat(session.result("""
                        import asyncio
                        async def inner(x):
                            await asyncio.sleep(0.001)
                            return await double(x)
                        def thread(x):
                            return asyncio.run(inner(x)) + double(x)
                        await asyncio.gather(asyncio.to_thread(thread, 1), asyncio.to_thread(thread, 2))
                        """)).isEqualTo("[4,8]");
    }

    @Test
    void threadLocalsAndNamesBelongToTheThread() throws Exception {
        assertThat(session.result("""
                        import threading
                        from concurrent.futures import ThreadPoolExecutor
                        local, seen = threading.local(), []
                        local.x = 1
                        def look():
                            seen.append(hasattr(local, "x"))
                            seen.append(threading.current_thread().name)
                        t = threading.Thread(target=look, name="bob")
                        t.start(); t.join()
                        ThreadPoolExecutor(thread_name_prefix="pool").submit(look).result()
                        seen + [local.x, threading.current_thread() is threading.main_thread()]
                        """)).isEqualTo("[false,\"bob\",false,\"pool_0\",1,true]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"numpy", "pandas", "requests", "sqlite3", "matplotlib.pyplot", "ssl", "ctypes", "unittest"})
    void whatCannotBeImportedSaysWhatToUse(String module) throws Exception {
        assertThat(session.error("import " + module))
                .startsWith("ModuleNotFoundError: No module named")
                .contains("in this sandbox: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import subprocess\nsubprocess.run(['ls'])",
                "import os\nos.system('ls')",
                "import multiprocessing\nmultiprocessing.Process(target=print)",
                "import socket\nsocket.create_connection(('localhost', 80))",
                "import urllib.request\nurllib.request.urlopen('http://localhost')",
            })
    void whatCannotWorkSaysSo(String code) throws Exception {
        assertThat(session.error(code)).containsAnyOf("there are no processes", "there is no network");
    }

    @Test
    void theUsualModulesAreThereAlready() throws Exception {
        assertThat(session.result("""
                        import sys
                        usual = '''asyncio json re math statistics datetime collections itertools functools csv decimal
                            dataclasses typing random textwrap hashlib base64 uuid string enum heapq bisect copy io time
                            calendar zoneinfo contextlib operator fractions pathlib traceback inspect unicodedata html
                            difflib pprint zlib gzip threading queue concurrent.futures urllib.parse'''
                        [name for name in usual.split() if name not in sys.modules]
                        """)).isEqualTo("[]");
    }
}
