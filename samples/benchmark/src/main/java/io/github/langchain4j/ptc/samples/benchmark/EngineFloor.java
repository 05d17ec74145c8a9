package io.github.langchain4j.ptc.samples.benchmark;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the engine and docker-java take by themselves: with containers of the same image and settings as those of the
 * sandbox, but with a bare command and without supervisor, runner and protocol. Their settings are read from a container
 * of the sandbox, so that they cannot differ.
 */
final class EngineFloor implements AutoCloseable {

    private static final String SANDBOX_LABEL = "io.github.langchain4j.ptc.sandbox";
    private static final String OWN_LABEL = "io.github.langchain4j.ptc.benchmark";

    private static final String PRINT = "print('hello', flush=True)";

    /** Reads so many bytes and answers with so many others, for ever. */
    private static final String ECHO = """
            import os, sys
            take, give = int(sys.argv[1]), b"." * int(sys.argv[2])
            while True:
                left = take
                while left:
                    data = os.read(0, min(left, 1 << 18))
                    if not data:
                        sys.exit()
                    left -= len(data)
                os.write(1, give)
            """;

    private final DockerClient client = client();
    private final InspectContainerResponse model;

    /** @param variable an environment variable, as {@code NAME=value}, that containers of the sandbox have */
    EngineFloor(String variable) {
        InspectContainerResponse found = null;
        try {
            found = find(variable);
        } finally {
            if (found == null) {
                close();
            }
        }
        model = found;
    }

    private static DockerClient client() {
        DockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .build());
    }

    private InspectContainerResponse find(String variable) {
        for (Container container : client.listContainersCmd()
                .withLabelFilter(List.of(SANDBOX_LABEL))
                .exec()) {
            InspectContainerResponse inspected =
                    client.inspectContainerCmd(container.getId()).exec();
            String[] environment = inspected.getConfig().getEnv();
            if (environment != null && Arrays.asList(environment).contains(variable)) {
                return inspected;
            }
        }
        throw new IllegalStateException("No container of the sandbox is running");
    }

    /** The memory of the container whose settings were read. */
    Memory memory() throws InterruptedException {
        OneStatistics one = new OneStatistics();
        client.statsCmd(model.getId()).withNoStream(true).exec(one).awaitCompletion();
        return Memory.of(one.statistics);
    }

    /** Milliseconds from asking for a container that prints to having what it prints. */
    double coldStart() throws InterruptedException {
        long start = System.nanoTime();
        String id = create("-c", PRINT);
        try (BareContainer container = BareContainer.start(client, id)) {
            container.await(1);
            return (System.nanoTime() - start) / 1e6;
        }
    }

    /** A container that reads messages of a size and answers each with one of another. */
    BareContainer echo(int take, int give) throws InterruptedException {
        return BareContainer.start(client, create("-c", ECHO, Integer.toString(take), Integer.toString(give)));
    }

    private String create(String... arguments) {
        try (CreateContainerCmd create = client.createContainerCmd(model.getImageId())) {
            return create.withHostConfig(model.getHostConfig())
                    .withUser(model.getConfig().getUser())
                    .withWorkingDir(model.getConfig().getWorkingDir())
                    .withHostName(model.getConfig().getHostName())
                    .withLabels(Map.of(OWN_LABEL, "floor"))
                    .withEntrypoint("python3", "-I", "-B", "-u")
                    .withCmd(arguments)
                    .withStdinOpen(true)
                    .withStdInOnce(true)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .exec()
                    .getId();
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException("The connections to the engine could not be closed", e);
        }
    }

    /**
     * Memory that the engine counts for a container, in megabytes.
     *
     * @param all what is held against its limit, the page cache included
     * @param own without the page cache: what its processes have and nobody shares, and the kernel's for them
     */
    record Memory(double all, double own) {

        static Memory of(Statistics statistics) {
            MemoryStatsConfig memory = statistics.getMemoryStats();
            long used = memory.getUsage();
            long pages = memory.getStats().getActiveFile() + memory.getStats().getInactiveFile();
            return new Memory(used / 1e6, (used - pages) / 1e6);
        }
    }

    private static final class OneStatistics extends ResultCallback.Adapter<Statistics> {

        private volatile Statistics statistics;

        @Override
        public void onNext(Statistics sample) {
            statistics = sample;
        }
    }
}
