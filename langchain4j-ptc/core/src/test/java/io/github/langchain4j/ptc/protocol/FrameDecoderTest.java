package io.github.langchain4j.ptc.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.sandbox.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {

    private static final int MAX = 200_000;

    private final List<Frame> frames = new ArrayList<>();
    private final FrameDecoder decoder =
            new FrameDecoder(MAX, (type, payload) -> frames.add(new Frame(Frame.Type.values()[type], payload)));

    @Test
    void findsTheSameFramesHoweverTheStreamIsCut() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Frame> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            byte[] payload = new byte[random.nextInt(10) == 0 ? random.nextInt(MAX) : random.nextInt(50)];
            random.nextBytes(payload);
            Frame frame = new Frame(random.nextBoolean() ? Frame.Type.JSON : Frame.Type.CHUNK, payload);
            sent.add(frame);
            stream.writeBytes(FrameCodec.encode(frame));
        }
        byte[] bytes = stream.toByteArray();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 7 : 70_000));
            decoder.feed(bytes, at, length);
            at += length;
        }
        assertThat(frames).as("seed %d", seed).isEqualTo(sent);
    }

    @Test
    void refusesAFrameThatIsTooLargeBeforeItsBytesCome() {
        byte[] header = ByteBuffer.allocate(5).putInt(MAX + 1).array();
        assertThatThrownBy(() -> decoder.feed(header, 0, 5)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void refusesANegativeLength() {
        byte[] header = ByteBuffer.allocate(5).putInt(-1).array();
        assertThatThrownBy(() -> decoder.feed(header, 0, 5))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("4294967295");
    }
}
