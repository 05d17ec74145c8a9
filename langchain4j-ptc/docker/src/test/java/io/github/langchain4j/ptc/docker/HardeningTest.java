package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.lost;
import static io.github.langchain4j.ptc.docker.TestPrograms.returned;
import static io.github.langchain4j.ptc.docker.TestPrograms.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a program finds around it in a container with the default settings. Most look around in the same one. */
@RequiresDocker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HardeningTest {

    private static final InterpreterSpec SMALL = new InterpreterSpec(96L << 20, 24, 8 << 20, 4L << 20);

    private DockerSandbox sandbox;
    private Engine engine;
    private Session shared;

    @BeforeAll
    void open() throws InterruptedException {
        sandbox = DockerSandbox.create();
        engine = new Engine(
                sandbox,
                Limits.builder()
                        .interpreter(SMALL)
                        .startTime(TestPrograms.PATIENCE)
                        .computeTime(TestPrograms.PATIENCE)
                        .build());
        shared = engine.open();
    }

    @AfterAll
    void close() {
        engine.close();
        sandbox.close();
    }

    @Test
    void itIsNobodyAndCanBecomeNobodyElse() throws InterruptedException {
        assertThat(returned(shared, """
                wanted = ("Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp")
                fields = dict(line.split(":", 1) for line in open("/proc/self/status"))
                "; ".join(f"{name} {' '.join(sorted(set(fields[name].split())))}" for name in wanted)
                """))
                .isEqualTo("Uid 65534; Gid 65534; Groups 65534; CapInh 0000000000000000; CapPrm 0000000000000000;"
                        + " CapEff 0000000000000000; CapBnd 0000000000000000; CapAmb 0000000000000000; NoNewPrivs 1;"
                        + " Seccomp 2");
    }

    @Test
    void itCanWriteInMemoryOnly() throws InterruptedException {
        assertThat(returned(shared, """
                import os
                writable = set()
                for start in ("/", "/dev/mqueue", "/dev/shm", "/dev/pts", "/sys/fs/cgroup", "/sys/kernel", "/proc/sys"):
                    for folder, folders, files in os.walk(start):
                        if folder.startswith("/tmp/"):
                            continue
                        if start == "/":
                            folders[:] = [f for f in folders if os.path.join(folder, f) not in ("/proc", "/sys")]
                        try:
                            probe = os.path.join(folder, "ptc-probe")
                            open(probe, "x").close()
                            os.remove(probe)
                            writable.add(folder)
                        except OSError:
                            pass
                        if not folder.startswith(("/tmp", "/dev")):
                            writable |= {p for f in files if os.access(p := os.path.join(folder, f), os.W_OK)
                                         and not p.startswith("/dev/") and not os.path.islink(p)}
                str(sorted(writable))
                """)).isEqualTo("['/dev/shm', '/tmp']");
    }

    @Test
    void whatItWritesIsBoundedAndCannotBeExecuted() throws InterruptedException {
        assertThat(returned(shared, """
                import errno, os, shutil, subprocess, sys, tempfile
                found = []
                for where in ("/tmp", "/dev/shm"):
                    folder = tempfile.mkdtemp(dir=where)
                    script = os.path.join(folder, "script")
                    with open(script, "w") as f:
                        f.write("#!" + sys.executable)
                    os.chmod(script, 0o4755)
                    try:
                        subprocess.run([script])
                    except PermissionError:
                        found.append("no exec")
                    try:
                        with open(os.path.join(folder, "large"), "wb") as f:
                            for _ in range(5 * 1024):
                                f.write(bytes(1024))
                    except OSError as e:
                        found.append(errno.errorcode[e.errno])
                    os.remove(os.path.join(folder, "large"))
                    try:
                        for n in range(1100):
                            open(os.path.join(folder, str(n)), "x").close()
                    except OSError as e:
                        found.append(errno.errorcode[e.errno])
                    shutil.rmtree(folder)
                str(found)
                """)).isEqualTo("['no exec', 'ENOSPC', 'ENOSPC', 'no exec', 'ENOSPC', 'ENOSPC']");
    }

    @Test
    void itHasNoNetwork() throws InterruptedException {
        assertThat(returned(shared, """
                import os, re, socket
                found = [sorted(os.listdir("/sys/class/net"))]
                found.append(re.findall(r"^nameserver (.*)", open("/etc/resolv.conf").read(), re.M))
                for address in ("192.0.2.1", "2001:db8::1"):
                    try:
                        socket.create_connection((address, 80), timeout=5).close()
                        found.append(address + " answers")
                    except OSError:
                        pass
                str(found)
                """)).isEqualTo("[['lo'], ['127.0.0.1']]");
    }

    @Test
    void itSeesNothingOfTheHost() throws InterruptedException {
        assertThat(System.getenv("PTC_CANARY")).as("the variable to look for").isNotBlank();
        assertThat(Arrays.asList(returned(shared, """
                import os
                " ".join(sorted(os.environ))
                """).split(" ")))
                .isSubsetOf("HOME", "HOSTNAME", "LANG", "LC_CTYPE", "PATH");
        assertThat(returned(shared, """
                import socket
                inside = {"proc", "sysfs", "tmpfs", "devpts", "cgroup", "cgroup2", "mqueue"}
                mounts = [line.split() for line in open("/proc/self/mounts")]
                str([socket.gethostname(), sorted(m[1] for m in mounts if m[2] not in inside)])
                """))
                .isEqualTo("['sandbox', ['/', '/etc/hostname', '/etc/hosts', '/etc/resolv.conf']]");
    }

    @Test
    void whatItMayUseIsBounded() throws InterruptedException {
        assertThat(returned(shared, """
                import resource
                def first(*paths):
                    for path in paths:
                        try:
                            return open("/sys/fs/cgroup/" + path).read().split()
                        except OSError:
                            pass
                v2 = first("cpu.max")
                cpus = int(v2[0]) / int(v2[1]) if v2 else (
                    int(first("cpu/cpu.cfs_quota_us")[0]) / int(first("cpu/cpu.cfs_period_us")[0]))
                memory = first("memory.max", "memory/memory.limit_in_bytes")
                str([cpus, memory, resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_CORE)])
                """)).isEqualTo("[1.0, ['" + SMALL.memoryBytes() + "'], (1024, 1024), (0, 0)]");
    }

    @Test
    void itCannotReachTheFirstProcess() throws InterruptedException {
        assertThat(returned(shared, """
                import os, signal
                found = set()
                for name in ("auxv", "cwd", "environ", "exe", "fd", "fdinfo", "io", "maps", "mem", "root", "stack", "syscall"):
                    for reach in (os.listdir, os.readlink, lambda path: os.open(path, os.O_RDONLY)):
                        try:
                            if reach("/proc/1/" + name):
                                found.add(name)
                        except OSError:
                            pass
                for name in ("oom_score_adj", "comm", "coredump_filter", "clear_refs", "autogroup"):
                    if os.access("/proc/1/" + name, os.W_OK):
                        found.add(name)
                for number in range(1, 65):
                    for send in (lambda: os.kill(1, number), lambda: signal.pidfd_send_signal(os.pidfd_open(1), number)):
                        try:
                            send()
                        except OSError:
                            pass
                str(found)
                """)).isEqualTo("set()");
        assertThat(returned(shared, "'the container lives'")).isEqualTo("the container lives");
    }

    @Test
    void dangerousSystemCallsAreRefused() throws Exception {
        assertThat(returned(shared, resource("syscalls.py"))).isEqualTo("{}");
    }

    @Test
    void ordinaryPythonWorks() throws Exception {
        assertThat(returned(shared, resource("ordinary.py"))).isEqualTo("[]");
    }

    @Test
    void aProgramThatTakesTooMuchMemoryIsLostAndTheModelHearsWhy() throws InterruptedException {
        try (Session session = engine.open()) {
            assertThat(lost(run(session, "kept = []\nwhile True:\n    kept.append(b'x' * (1 << 20))")))
                    .contains("out of memory");
        }
    }

    @Test
    void aForkBombIsBoundedAndTheContainerServesOn() throws InterruptedException {
        try (Session session = engine.open()) {
            assertThat(Integer.parseInt(returned(session, """
                    import os, signal
                    children = []
                    try:
                        while True:
                            child = os.fork()
                            if child == 0:
                                signal.pause()
                            children.append(child)
                    except BlockingIOError:
                        pass
                    for child in children:
                        os.kill(child, signal.SIGKILL)
                        os.waitpid(child, 0)
                    len(children)
                    """))).isBetween(1, SMALL.processes());
            assertThat(returned(session, "'still here'")).isEqualTo("still here");
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HardeningTest.class.getResourceAsStream("corpus/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
