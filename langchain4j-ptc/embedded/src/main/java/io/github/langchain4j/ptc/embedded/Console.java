package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.sandbox.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a program has printed and the host has not taken yet: bytes of its standard output and error, handed out as
 * messages of the protocol. Thread-safe.
 */
final class Console {

    private static final int LARGEST = 16 << 10;

    private byte[] bytes = new byte[256]; // guarded by this
    private int size; // guarded by this
    private int stream = 1; // guarded by this
    private int program; // guarded by this

    /** From now on, prints are those of this program; what no program printed is dropped. */
    synchronized void begin(int number) {
        program = number;
    }

    /** Whether bytes of a stream can be added: no others are there, and not too many. */
    synchronized boolean takes(int wanted) {
        return size == 0 || stream == wanted && size < LARGEST;
    }

    synchronized void add(int to, byte[] printed) {
        if (program == 0) {
            return;
        }
        stream = to;
        if (size + printed.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + printed.length, 2 * bytes.length));
        }
        System.arraycopy(printed, 0, bytes, size, printed.length);
        size += printed.length;
    }

    /**
     * Takes what is there as a message; {@code null} if nothing is.
     *
     * @param whole whether also the beginning of a character is taken whose rest has not been printed
     */
    synchronized Frame take(boolean whole) {
        int taken = whole ? size : size - unfinished();
        if (taken == 0) {
            return null;
        }
        String text = new String(bytes, 0, taken, StandardCharsets.UTF_8);
        System.arraycopy(bytes, taken, bytes, 0, size - taken);
        size -= taken;
        if (size == 0 && bytes.length > LARGEST) {
            bytes = new byte[256];
        }
        return Frame.json(OutputMessage.encode(program, stream, text));
    }

    /** How many bytes at the end begin a character of UTF-8 that needs more of them. */
    private int unfinished() {
        for (int back = 1; back <= Math.min(3, size); back++) {
            int at = bytes[size - back] & 0xFF;
            if (at >= 0xC0) {
                int needs = at >= 0xF0 ? 4 : at >= 0xE0 ? 3 : 2;
                return needs > back ? back : 0;
            }
            if (at < 0x80) {
                return 0;
            }
        }
        return 0;
    }
}
