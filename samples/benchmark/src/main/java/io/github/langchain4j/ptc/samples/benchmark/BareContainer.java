package io.github.langchain4j.ptc.samples.benchmark;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A container and the streams of its only process, through docker-java and nothing else. For one thread. */
final class BareContainer implements AutoCloseable {

    private static final long MAX_SECONDS = 60;

    private final DockerClient client;
    private final String id;
    private final Input input = new Input();
    private final Output output = new Output();

    private BareContainer(DockerClient client, String id) {
        this.client = client;
        this.id = id;
    }

    /** Attaches to a container that was made but not started, and starts it. */
    static BareContainer start(DockerClient client, String id) throws InterruptedException {
        BareContainer container = new BareContainer(client, id);
        boolean started = false;
        try {
            client.attachContainerCmd(id)
                    .withStdIn(container.input)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .exec(container.output);
            container.output.awaitStart();
            client.startContainerCmd(id).exec();
            started = true;
            return container;
        } finally {
            if (!started) {
                container.close();
            }
        }
    }

    String id() {
        return id;
    }

    /** Sends bytes, which the caller does not change afterwards. */
    void send(byte[] bytes) {
        input.parts.add(bytes);
    }

    /** Waits until the container has written that many bytes more. */
    void await(int bytes) throws InterruptedException {
        if (!output.arrived.tryAcquire(bytes, MAX_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The container has not written " + bytes + " bytes: " + output.failure);
        }
    }

    @Override
    public void close() {
        input.parts.add(Input.END);
        try {
            client.removeContainerCmd(id).withForce(true).exec();
        } catch (NotFoundException | ConflictException gone) {
            // The engine removes it by itself when it ends.
        }
        try {
            output.close();
        } catch (IOException e) {
            // It is gone, as it should be.
        }
    }

    /** What docker-java sends. It is read by one thread. */
    private static final class Input extends InputStream {

        private static final byte[] END = {};

        private final BlockingQueue<byte[]> parts = new LinkedBlockingQueue<>();
        private byte[] part = END;
        private int position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (position == part.length) {
                part = take();
                position = 0;
            }
            if (part == END) {
                return -1;
            }
            int taken = Math.min(length, part.length - position);
            System.arraycopy(part, position, target, offset, taken);
            position += taken;
            return taken;
        }

        private byte[] take() throws InterruptedIOException {
            try {
                return parts.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
    }

    /** What docker-java receives, counted. */
    private static final class Output extends ResultCallback.Adapter<Frame> {

        private final CountDownLatch started = new CountDownLatch(1);
        private final Semaphore arrived = new Semaphore(0); // a permit is a byte
        private volatile Throwable failure;

        @Override
        public void onStart(Closeable stream) {
            super.onStart(stream);
            started.countDown();
        }

        @Override
        public void onNext(Frame frame) {
            arrived.release(frame.getPayload().length);
        }

        @Override
        public void onError(Throwable throwable) {
            failure = throwable;
            started.countDown();
        }

        void awaitStart() throws InterruptedException {
            if (!started.await(MAX_SECONDS, TimeUnit.SECONDS) || failure != null) {
                throw new IllegalStateException("The container's streams could not be attached", failure);
            }
        }
    }
}
