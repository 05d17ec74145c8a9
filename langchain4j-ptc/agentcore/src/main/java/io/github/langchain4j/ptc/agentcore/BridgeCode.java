package io.github.langchain4j.ptc.agentcore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;

/** The Python that is executed in the service: it defines the bridge once, and then calls one of its methods. */
final class BridgeCode {

    private static final String RESOURCE = "bridge.py";

    private BridgeCode() {}

    /**
     * Defines the bridge, unless that was done already: this code may be executed twice.
     *
     * @param token names the session, and is no secret
     */
    static String define(String token) {
        return """
                import base64, zlib
                if globals().get("_ptc_token") != "%1$s":
                    _ptc = {"__name__": "_ptc_bridge"}
                    exec(compile(zlib.decompress(base64.b64decode("%2$s")), "<ptc bridge>", "exec"), _ptc)
                    _ptc_bridge, _ptc_token = _ptc["Bridge"](), "%1$s"
                """.formatted(token, pack(source()));
    }

    /** Hands over a piece of a step's input, packed. */
    static String feed(long step, int index, String piece) {
        return call("feed(%d, %d, \"%s\")".formatted(step, index, piece));
    }

    /** Runs a step. */
    static String step(long step, int pieces, String lastPiece, Duration slice, Duration quickSlice, int size) {
        return call("step(%d, %d, \"%s\", %s, %s, %d)"
                .formatted(step, pieces, lastPiece, seconds(slice), seconds(quickSlice), size));
    }

    /** Asks for a part of a step's response. */
    static String part(long step, int offset, int size) {
        return call("part(%d, %d, %d)".formatted(step, offset, size));
    }

    /** A context that was restarted knows of no bridge. */
    private static String call(String method) {
        return "print(_ptc_bridge." + method + " if '_ptc_bridge' in globals() else '<ptc:gone></ptc>')\n";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }

    /** Bytes as text: compressed, in base64; nothing stays nothing. */
    static String pack(byte[] bytes) {
        if (bytes.length == 0) {
            return "";
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(256 + bytes.length / 2);
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(bytes);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    private static byte[] source() {
        try (InputStream in = BridgeCode.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing beside "
                        + BridgeCode.class.getName() + "; the jar was repackaged without it");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
