package io.github.langchain4j.ptc.engine;

import java.util.Objects;

/**
 * A file that a program left in its output folder. The array is shared, not copied.
 *
 * @param path relative to the output folder, with forward slashes; never leaves it
 * @param content the bytes
 */
public record OutputFile(String path, byte[] content) {

    public OutputFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(content, "content");
    }

    @Override
    public String toString() {
        return "OutputFile[" + path + ", " + content.length + " bytes]";
    }
}
