package io.github.langchain4j.ptc.samples.benchmark;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntSupplier;

/** Counts the containers of Docker sandboxes on the engine; those of others count, too, if there are any. */
final class LabelledContainers implements IntSupplier {

    private static final String LABEL = "io.github.langchain4j.ptc.sandbox";

    @Override
    public int getAsInt() {
        DefaultDockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        try (DockerClient client = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .build())) {
            return client.listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(List.of(LABEL))
                    .exec()
                    .size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
