package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.PATIENCE;
import static io.github.langchain4j.ptc.docker.TestPrograms.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Capability;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is set takes effect, and what cannot be right is refused. */
class SettingsTest {

    static List<DockerSandbox.Builder> wrong() {
        return List.of(
                DockerSandbox.builder().image(" "),
                DockerSandbox.builder().image("a\nb"),
                DockerSandbox.builder().python(""),
                DockerSandbox.builder().python("python3\0"),
                DockerSandbox.builder().network(""),
                DockerSandbox.builder().user(""),
                DockerSandbox.builder().user("1:2:3"),
                DockerSandbox.builder().user("a b"),
                DockerSandbox.builder().runtime("\t"),
                DockerSandbox.builder().seccompProfile("/etc/profile.json"),
                DockerSandbox.builder().seccompProfile(""),
                DockerSandbox.builder().environment(Map.of("A=B", "c")),
                DockerSandbox.builder().environment(Map.of("", "c")),
                DockerSandbox.builder().environment(Map.of("A", "b\0c")),
                DockerSandbox.builder().maxLifetime(Duration.ofMillis(999)),
                DockerSandbox.builder().maxLifetime(Duration.ofDays(366)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatCannotBeRightIsRefusedAtBuild(DockerSandbox.Builder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "(?s).*(image|python|network|user|runtime|seccompProfile|environment variable|maxLifetime) .*");
    }

    @Test
    void cpusMustBeANumberThatMakesSense() {
        for (double cpus : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1025}) {
            assertThatThrownBy(() -> DockerSandbox.builder().cpus(cpus)).hasMessageContaining("cpus must be");
        }
    }

    @Test
    void theDefaultsHaveNoWeakness() {
        assertThat(settings("65534:65534", "none", true, Set.of(), true, "{}").weaknesses())
                .isEmpty();
    }

    @Test
    void eachWeaknessIsNamed() {
        assertThat(settings("root", "bridge", false, Set.of(Capability.CHOWN), false, "unconfined")
                        .weaknesses())
                .hasSize(6)
                .anySatisfy(weakness -> assertThat(weakness).contains("network 'bridge'"))
                .anySatisfy(weakness -> assertThat(weakness).contains("root file system"))
                .anySatisfy(weakness -> assertThat(weakness).contains("CHOWN"))
                .anySatisfy(weakness -> assertThat(weakness).contains("setuid"))
                .anySatisfy(weakness -> assertThat(weakness).contains("system call"))
                .anySatisfy(weakness -> assertThat(weakness).contains("are root"));
        for (String root : List.of("0", "0:1000", "root:nogroup", "00")) {
            assertThat(settings(root, "none", true, Set.of(), true, "{}").weaknesses())
                    .as(root)
                    .hasSize(1);
        }
    }

    @Test
    void weaknessesAreLoggedOnce() {
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream err = System.err;
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            DockerSandbox.builder().readOnlyRoot(false).user("root").build().close();
            DockerSandbox.create().close();
        } finally {
            System.setErr(err);
        }
        assertThat(logged.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("isolates less")))
                .singleElement()
                .asString()
                .contains("WARN", "root file system", "are root");
    }

    private static ContainerSettings settings(
            String user,
            String network,
            boolean readOnly,
            Set<Capability> capabilities,
            boolean noNewPrivileges,
            String seccomp) {
        return new ContainerSettings(
                "image",
                "python3",
                user,
                network,
                readOnly,
                capabilities,
                noNewPrivileges,
                seccomp,
                null,
                1,
                Map.of(),
                Duration.ofDays(365));
    }

    @RequiresDocker
    @Nested
    class WithAnEngine {

        private static final String STATUS = """
                import os
                fields = dict(line.split(":", 1) for line in open("/proc/self/status"))
                text = lambda name: fields[name].split()[0].lstrip("0")
                """;

        @Test
        void everyWeakerSettingTakesEffect() throws Exception {
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                String code = STATUS + """
                        import socket
                        open("/ptc-probe", "x").close()
                        socket.create_connection(("127.0.0.1", %d), 60).close()
                        str([os.getuid(), text("CapEff"), text("NoNewPrivs"), text("Seccomp")])
                        """.formatted(listener.getLocalPort());
                assertThat(result(
                                DockerSandbox.builder()
                                        .user("root")
                                        .network("host")
                                        .readOnlyRoot(false)
                                        .capabilities(Set.of(Capability.CHOWN))
                                        .noNewPrivileges(false)
                                        .seccompProfile("unconfined"),
                                code))
                        .isEqualTo("[0, '1', '', '']");
            }
        }

        @Test
        void newPrivilegesCanBeAllowedWithTheProfileOfThisLibrary() throws Exception {
            assertThat(result(
                            DockerSandbox.builder().noNewPrivileges(false),
                            STATUS + "str([os.getuid(), text('NoNewPrivs'), text('Seccomp')])"))
                    .isEqualTo("[65534, '', '2']");
        }

        @Test
        void theOtherSettingsTakeEffect() throws Exception {
            String profile =
                    Resources.seccompProfile().replace("\"symlink\",", "").replace("\"symlinkat\",", "");
            assertThat(profile).isNotEqualTo(Resources.seccompProfile());
            assertThat(result(
                            DockerSandbox.builder()
                                    .user("1234:1235")
                                    .python("/usr/bin/python3")
                                    .cpus(0.5)
                                    .environment(Map.of("GREETING", "a=b\nc"))
                                    .maxLifetime(Duration.ofDays(365))
                                    .seccompProfile(profile),
                            """
                            import os
                            try:
                                quota = open("/sys/fs/cgroup/cpu.max").read().split()
                            except OSError:
                                quota = [open("/sys/fs/cgroup/cpu/cpu.cfs_%s_us" % n).read() for n in ("quota", "period")]
                            try:
                                os.symlink("a", "b")
                                linked = True
                            except PermissionError:
                                linked = False
                            str([os.getuid(), os.getgid(), int(quota[0]) / int(quota[1]), os.environ["GREETING"], linked])
                            """))
                    .isEqualTo("[1234, 1235, 0.5, 'a=b\\nc', False]");
        }

        private static String result(DockerSandbox.Builder builder, String code) throws InterruptedException {
            Limits limits =
                    Limits.builder().startTime(PATIENCE).computeTime(PATIENCE).build();
            try (DockerSandbox sandbox = builder.build();
                    Engine engine = new Engine(sandbox, limits);
                    Session session = engine.open()) {
                return returned(session, code);
            }
        }

        @Test
        void aRuntimeThatTheEngineLacksIsNamed() {
            assertRefused(DockerSandbox.builder().runtime("ptc-no-such-runtime"), InterpreterSpec.DEFAULT)
                    .hasMessageContaining("has no runtime 'ptc-no-such-runtime'")
                    .hasMessageContaining("daemon.json");
        }

        @Test
        void moreCpusThanThereAreAreRefused() {
            assertRefused(DockerSandbox.builder().cpus(1024), InterpreterSpec.DEFAULT)
                    .hasMessageContaining("CPUs");
        }

        @Test
        void aProfileThatIsNoProfileIsRefused() {
            assertRefused(DockerSandbox.builder().seccompProfile("{ none"), InterpreterSpec.DEFAULT)
                    .hasMessageContaining("seccomp");
        }

        @Test
        void tooLittleMemoryIsRefused() {
            assertRefused(DockerSandbox.builder(), new InterpreterSpec(32L << 20, 64, 8 << 20, 0))
                    .hasMessageContaining("at least 48 MiB");
        }

        private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
                DockerSandbox.Builder builder, InterpreterSpec spec) {
            return assertThatThrownBy(() -> {
                        try (DockerSandbox sandbox = builder.build()) {
                            sandbox.start(spec, Deadline.in(PATIENCE)).close();
                        }
                    })
                    .isInstanceOf(SandboxUnavailableException.class);
        }
    }
}
