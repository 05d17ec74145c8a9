package io.github.langchain4j.ptc.quarkus.deployment.devservices;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ResponseItem;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.DockerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The engine that a sandbox's containers will run on, as far as its image is concerned. Owned by one thread. */
final class ImageEngine implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ImageEngine.class);
    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final URI host;
    private final DockerClient client;

    /** Does not ask the engine yet. */
    ImageEngine(DockerConfig docker) {
        DefaultDockerClientConfig.Builder config = DefaultDockerClientConfig.createDefaultConfigBuilder();
        docker.host().ifPresent(config::withDockerHost);
        docker.tlsVerify().ifPresent(config::withDockerTlsVerify);
        docker.certPath().ifPresent(config::withDockerCertPath);
        DefaultDockerClientConfig built = config.build();
        host = built.getDockerHost();
        client = DockerClientImpl.getInstance(
                built,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(host)
                        .sslConfig(built.getSSLConfig())
                        .connectionTimeout(CONNECT_TIME)
                        .build());
    }

    URI host() {
        return host;
    }

    /** Fails if no engine answers. */
    void ping() {
        client.pingCmd().exec();
    }

    boolean has(String image) {
        try {
            client.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** Pulls an image, and returns when it is there. */
    void pull(String image, Duration most) throws InterruptedException {
        String name = image.substring(image.lastIndexOf('/') + 1);
        // Without a tag the engine would pull all there are.
        String tagged = name.contains(":") || name.contains("@") ? image : image + ":latest";
        LOG.infof("Pulling the sandbox image %s, once", image);
        await(client.pullImageCmd(tagged).exec(new Progress<>("Pulling the sandbox image " + image)), most);
    }

    /** Builds one of our own images, and returns when it is there. */
    void build(String image, String stage, Duration most) throws InterruptedException {
        LOG.infof(
                "Building the sandbox image %s, once; a base image and Debian packages are downloaded for it,"
                        + " which takes a minute or two",
                image);
        await(
                client.buildImageCmd(ImageContext.archive())
                        .withTarget(stage)
                        .withTags(Set.of(image))
                        .withRemove(true)
                        .withForcerm(true)
                        .exec(new Progress<>("Building the sandbox image " + image)),
                most);
    }

    private static void await(Progress<?> progress, Duration most) throws InterruptedException {
        try {
            if (!progress.awaitCompletion(most.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("it took longer than " + most);
            }
            progress.requireSuccess();
        } finally {
            try {
                progress.close();
            } catch (IOException e) {
                LOG.debug("The stream of an engine could not be closed", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Logs what the engine says, now and then. */
    private static final class Progress<T extends ResponseItem> extends ResultCallback.Adapter<T> {

        private final String what;
        private long logged = System.nanoTime(); // by the thread of the stream only
        private volatile String error;

        Progress(String what) {
            this.what = what;
        }

        @Override
        public void onNext(T item) {
            if (item.getErrorDetail() != null) {
                error = item.getErrorDetail().getMessage();
            }
            String said = item.getStream() == null ? item.getStatus() : item.getStream();
            if (said != null && !said.isBlank() && System.nanoTime() - logged > LOG_EVERY_NANOS) {
                logged = System.nanoTime();
                LOG.infof("%s: %s", what, said.strip());
            }
        }

        void requireSuccess() {
            if (error != null) {
                throw new IllegalStateException(error.strip());
            }
        }
    }
}
