package io.github.langchain4j.ptc.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the sandbox asks of the engine, through docker-java. Thread-safe. */
final class DockerEngine implements AutoCloseable {

    /** On every container; the value is the sandbox that made it. */
    static final String LABEL = "io.github.langchain4j.ptc.sandbox";

    /** On every container: the second since 1970 after which its maximum lifetime is surely over. */
    static final String LABEL_EXPIRES = "io.github.langchain4j.ptc.expires";

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

    /** No answer of the engine takes longer, even if it is very busy. */
    private static final Duration RESPONSE_TIME = Duration.ofSeconds(60);

    /** More connections than starts and removals at the same time leave in the pool. */
    private static final int MAX_STALE = 20;

    private final URI host;
    private final DockerClient requests;
    private final DockerClient streams; // which may be silent for hours

    DockerEngine(DockerClientConfig config) {
        host = config.getDockerHost();
        requests = client(config, RESPONSE_TIME);
        streams = client(config, null);
    }

    private static DockerClient client(DockerClientConfig config, Duration responseTime) {
        DockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(Integer.MAX_VALUE) // an attached stream holds one
                .connectionTimeout(CONNECT_TIME)
                .responseTimeout(responseTime)
                .build();
        return DockerClientImpl.getInstance(config, http);
    }

    URI host() {
        return host;
    }

    /** Fails if the engine is away. Also drops the connections that an engine left behind when it was restarted. */
    void ping() {
        for (int stale = 0; ; stale++) {
            try {
                requests.pingCmd().exec();
                return;
            } catch (RuntimeException e) {
                if (stale == MAX_STALE || !EngineErrors.isHangUp(e)) {
                    throw e;
                }
            }
        }
    }

    boolean hasImage(String image) {
        try {
            requests.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** Begins to pull an image; the callback is told of progress and of the end. */
    void pull(String image, ResultCallback<PullResponseItem> callback) {
        streams.pullImageCmd(image).exec(callback);
    }

    /** Makes a container that waits for its start, and returns its id. */
    String create(ContainerSettings settings, InterpreterSpec spec, Map<String, String> labels, List<String> command) {
        try (CreateContainerCmd create = requests.createContainerCmd(settings.image())) {
            return create.withEntrypoint(command)
                    .withCmd()
                    .withHostConfig(settings.hostConfig(spec))
                    .withUser(settings.user())
                    .withWorkingDir("/tmp")
                    .withHostName("sandbox")
                    .withEnv(environment(settings))
                    .withLabels(labels)
                    .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                    .withStopSignal("SIGKILL") // the first process heeds no other
                    .withStdinOpen(true)
                    .withStdInOnce(true) // its input ends with the connection, and so with this JVM
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withTty(false)
                    .exec()
                    .getId();
        }
    }

    private static List<String> environment(ContainerSettings settings) {
        return settings.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .sorted()
                .toList();
    }

    void attach(String id, InputStream stdin, ResultCallback<Frame> callback) {
        streams.attachContainerCmd(id)
                .withStdIn(stdin)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(callback);
    }

    void start(String id) {
        requests.startContainerCmd(id).exec();
    }

    /** Kills and removes a container; it is gone when this returns, unless the engine fails. */
    void remove(String id) {
        try {
            requests.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | NotModifiedException | ConflictException gone) {
            // The engine removes it by itself when it ends.
        }
    }

    /** All containers that any sandbox of this library has made on this engine. */
    List<Container> containers() {
        return requests.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(LABEL))
                .exec();
    }

    @Override
    public void close() {
        try {
            requests.close();
            streams.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
