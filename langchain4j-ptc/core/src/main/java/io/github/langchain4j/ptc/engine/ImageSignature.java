package io.github.langchain4j.ptc.engine;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells the kinds of images that all providers take by the bytes that they begin with. */
final class ImageSignature {

    private static final int WEBP_AT = 8; // after "RIFF" and a size

    private ImageSignature() {}

    /** The media type; empty if it is none of these images. */
    static Optional<String> of(byte[] content) {
        if (has(content, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of("image/png");
        }
        if (has(content, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (has(content, 0, "GIF87a") || has(content, 0, "GIF89a")) {
            return Optional.of("image/gif");
        }
        if (has(content, 0, "RIFF") && has(content, WEBP_AT, "WEBP")) {
            return Optional.of("image/webp");
        }
        return Optional.empty();
    }

    private static boolean has(byte[] content, int at, String signature) {
        byte[] expected = signature.getBytes(StandardCharsets.ISO_8859_1);
        if (content.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (content[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
