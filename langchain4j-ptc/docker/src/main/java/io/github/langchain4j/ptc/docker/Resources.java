package io.github.langchain4j.ptc.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files that the sandbox gives to the engine. */
final class Resources {

    private Resources() {}

    /** The program of a container's first process. */
    static byte[] supervisor() {
        return read("supervisor.py");
    }

    /**
     * The system calls that programs may make, as the engine takes them: JSON. The list is that of the engine's default
     * profile (an allow list: what newer kernels add is forbidden until somebody has looked at it) without what a Python
     * program never needs and what has broken out of containers before, or disturbs the first process: ptrace and
     * process_vm_*, io_uring, memfd, keyrings, bpf, userfaultfd, handles of files, shared memory and queues of System V,
     * limits and scheduling of other processes, sockets beyond Unix and IP, 32-bit calls.
     */
    static String seccompProfile() {
        return new String(read("seccomp.json"), StandardCharsets.UTF_8);
    }

    private static byte[] read(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is missing beside "
                        + Resources.class.getName() + "; the jar was repackaged without it");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
