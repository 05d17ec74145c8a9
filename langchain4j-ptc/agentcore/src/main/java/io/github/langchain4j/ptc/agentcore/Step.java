package io.github.langchain4j.ptc.agentcore;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One step: its input in as many requests as it takes, and then its output in as many as that takes. */
final class Step {

    /** What a step may bring; the bridge keeps to a part of it. */
    private static final int MAX_BYTES = 4 << 20;

    private static final int MAX_CHARACTERS = 2 * MAX_BYTES;

    /**
     * What a step brought.
     *
     * @param output bytes of the child's output
     * @param inside how long it took in the sandbox, at most as long as it took altogether
     * @param ran whether the child could run in it
     * @param rest for how long the child does nothing by itself, as far as it said; empty if it may be running
     * @param obituary how the child ended, if it has
     */
    record Result(byte[] output, Duration inside, boolean ran, Optional<Duration> rest, Optional<String> obituary) {}

    private final BridgeCalls calls;
    private final long number;
    private final String prologue;
    private final List<String> pieces = new ArrayList<>();
    private final StringBuilder packed = new StringBuilder();

    /**
     * @param number one more than that of the step before; the first is 1
     * @param input bytes for the child
     * @param prologue code to execute before the first request; may be executed several times
     */
    Step(BridgeCalls calls, long number, byte[] input, String prologue) {
        this.calls = calls;
        this.number = number;
        this.prologue = prologue;
        String text = BridgeCode.pack(input);
        int size = calls.settings().requestBytes();
        for (int at = 0; at == 0 || at < text.length(); at += size) {
            pieces.add(text.substring(at, Math.min(text.length(), at + size)));
        }
    }

    /** Takes the step; fails with {@link SessionLostException}. */
    CompletableFuture<Result> take() {
        return feed(0);
    }

    private CompletableFuture<Result> feed(int index) {
        String begin = index == 0 ? prologue : "";
        if (index == pieces.size() - 1) {
            return run(begin).thenCompose(this::rest);
        }
        return calls.call(
                        size -> begin + BridgeCode.feed(number, index, pieces.get(index)),
                        envelope ->
                                envelope instanceof Envelope.Fed fed && fed.step() == number && fed.index() == index)
                .thenCompose(fed -> feed(index + 1));
    }

    private CompletableFuture<Envelope.Part> run(String begin) {
        AgentCoreSettings settings = calls.settings();
        int last = pieces.size() - 1;
        return calls.call(
                        size -> begin
                                + BridgeCode.step(
                                        number, last, pieces.get(last), settings.slice(), settings.quickSlice(), size),
                        this::isNextPart)
                .thenApply(Envelope.Part.class::cast);
    }

    private CompletableFuture<Result> rest(Envelope.Part part) {
        if (part.bytes() > MAX_BYTES || part.total() > MAX_CHARACTERS) {
            return lost("a step of " + part.bytes() + " bytes");
        }
        packed.append(part.body());
        if (packed.length() < part.total()) {
            return calls.call(size -> BridgeCode.part(number, packed.length(), size), this::isNextPart)
                    .thenApply(Envelope.Part.class::cast)
                    .thenCompose(this::rest);
        }
        try {
            byte[] output = unpack(packed.toString(), part.bytes());
            return CompletableFuture.completedFuture(
                    new Result(output, part.inside(), part.ran(), part.rest(), part.obituary()));
        } catch (DataFormatException | IllegalArgumentException e) {
            return lost("a step that cannot be unpacked");
        }
    }

    private boolean isNextPart(Envelope envelope) {
        return envelope instanceof Envelope.Part part
                && part.step() == number
                && part.offset() == packed.length()
                && part.body().length() <= part.total() - part.offset()
                && (!part.body().isEmpty() || part.total() == part.offset());
    }

    private static <T> CompletableFuture<T> lost(String violation) {
        return CompletableFuture.failedFuture(
                new SessionLostException("the sandbox broke the protocol: it sent " + violation, true));
    }

    private static byte[] unpack(String text, int bytes) throws DataFormatException {
        if (text.isEmpty()) {
            if (bytes != 0) {
                throw new DataFormatException("nothing, but not of no length");
            }
            return new byte[0];
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Base64.getDecoder().decode(text));
            ByteArrayOutputStream output = new ByteArrayOutputStream(Math.min(bytes, 1 << 20));
            byte[] buffer = new byte[1 << 16];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new DataFormatException("cut");
                }
                output.write(buffer, 0, count);
                if (output.size() > bytes) {
                    throw new DataFormatException("longer than it says");
                }
            }
            if (output.size() != bytes) {
                throw new DataFormatException("shorter than it says");
            }
            return output.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
