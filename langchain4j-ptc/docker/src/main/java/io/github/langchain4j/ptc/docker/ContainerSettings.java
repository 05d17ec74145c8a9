package io.github.langchain4j.ptc.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the containers of one sandbox are made. Immutable. */
record ContainerSettings(
        String image,
        String python,
        String user,
        String network,
        boolean readOnlyRoot,
        Set<Capability> capabilities,
        boolean noNewPrivileges,
        String seccompProfile,
        String runtime,
        double cpus,
        Map<String, String> environment,
        Duration maxLifetime) {

    static final String UNCONFINED = "unconfined";
    static final String NO_NETWORK = "none";

    /** The threads of the container's first process, which are not the program's. */
    private static final long SUPERVISOR_THREADS = 4;

    /**
     * The semaphores of Python's {@code multiprocessing} are files of this folder: without it locks, queues and pools of
     * processes fail ("No such file or directory"). A page each, so little room will do; what a program puts there counts
     * against its memory, as in {@code /tmp}.
     */
    private static final String SEMAPHORES = "/dev/shm";

    private static final long SEMAPHORE_BYTES = 1L << 20;

    private static final long MIN_TMPFS_BYTES = 1L << 20; // 0 would mean as much as there is
    private static final long TMPFS_BYTES_PER_FILE = 4096;
    private static final long MIN_FILES = 1024;
    private static final long OPEN_FILES = 1024;
    private static final Duration LONGEST_LIFE = Duration.ofDays(365);

    ContainerSettings {
        word("image", image);
        word("python", python);
        word("network", network);
        word("user", user);
        if (!user.matches("[^:]+(:[^:]+)?")) {
            throw new IllegalArgumentException(
                    "user must be a user, or user:group, by name or number, but is '" + user + "'");
        }
        if (runtime != null) {
            word("runtime", runtime);
        }
        if (!UNCONFINED.equals(seccompProfile) && !seccompProfile.strip().startsWith("{")) {
            throw new IllegalArgumentException("seccompProfile must be the JSON text of a profile (not the path of its"
                    + " file) or '" + UNCONFINED + "'");
        }
        environment.forEach(ContainerSettings::variable);
        if (maxLifetime.toSeconds() < 1 || maxLifetime.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException(
                    "maxLifetime must be from a second to " + LONGEST_LIFE.toDays() + " days, but is " + maxLifetime);
        }
        capabilities = Set.copyOf(capabilities);
        environment = Map.copyOf(environment);
    }

    /** No such name may be empty or have blanks or control characters in it. */
    private static void word(String name, String value) {
        if (!value.matches("[^\\s\\p{Cntrl}]+")) {
            throw new IllegalArgumentException(
                    name + " must not be empty or hold blanks or control characters, but is '" + value + "'");
        }
    }

    private static void variable(String name, String value) {
        if (!name.matches("[^=\0]+")) {
            throw new IllegalArgumentException(
                    "The name of an environment variable must not be empty or hold '=' or NUL, but is '" + name + "'");
        }
        if (value.indexOf(0) >= 0) {
            throw new IllegalArgumentException("The value of the environment variable " + name + " holds a NUL");
        }
    }

    /** What is weaker than the defaults, in words; empty if nothing. */
    List<String> weaknesses() {
        List<String> weak = new ArrayList<>();
        if (!NO_NETWORK.equals(network)) {
            weak.add("programs reach the network '" + network + "'");
        }
        if (!readOnlyRoot) {
            weak.add("programs can write to the container's root file system, which nothing limits in size");
        }
        if (!capabilities.isEmpty()) {
            weak.add("programs have the capabilities " + capabilities);
        }
        if (!noNewPrivileges) {
            weak.add("programs can gain privileges through setuid files");
        }
        if (UNCONFINED.equals(seccompProfile)) {
            weak.add("no system call is filtered, ptrace and io_uring included");
        }
        if (user.matches("(root|0+)(:.*)?")) {
            weak.add("programs are root in the container");
        }
        return List.copyOf(weak);
    }

    /** What the engine must heed for one container. */
    HostConfig hostConfig(InterpreterSpec spec) {
        List<String> security = new ArrayList<>(List.of("seccomp=" + seccompProfile));
        if (noNewPrivileges) {
            security.add("no-new-privileges");
        }
        long filesBytes = Math.max(spec.filesBytes(), MIN_TMPFS_BYTES);
        HostConfig config = HostConfig.newHostConfig()
                .withNetworkMode(network)
                .withReadonlyRootfs(readOnlyRoot)
                .withTmpFs(Map.of("/tmp", tmpfs(filesBytes), SEMAPHORES, tmpfs(SEMAPHORE_BYTES)))
                .withIpcMode("none")
                .withCapDrop(Capability.ALL)
                .withCapAdd(capabilities.toArray(Capability[]::new))
                .withSecurityOpts(security)
                .withMemory(spec.memoryBytes())
                .withMemorySwap(spec.memoryBytes()) // memory and swap together: no swap
                .withNanoCPUs(Math.round(cpus * 1e9))
                .withPidsLimit(spec.processes() + SUPERVISOR_THREADS)
                .withUlimits(List.of(
                        new Ulimit("nofile", OPEN_FILES, OPEN_FILES),
                        new Ulimit("core", 0L, 0L),
                        new Ulimit("msgqueue", 0L, 0L))) // /dev/mqueue takes files, too
                // Every byte of the protocol would go to a file of the host otherwise.
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withRestartPolicy(RestartPolicy.noRestart())
                .withAutoRemove(true)
                .withInit(false);
        if (NO_NETWORK.equals(network)) {
            config.withDns("127.0.0.1").withDnsSearch("."); // else the host's are shown
        }
        return runtime == null ? config : config.withRuntime(runtime);
    }

    private static String tmpfs(long bytes) {
        long files = Math.max(bytes / TMPFS_BYTES_PER_FILE, MIN_FILES);
        return "rw,nosuid,nodev,noexec,mode=1777,size=" + bytes + ",nr_inodes=" + files;
    }
}
