package io.github.langchain4j.ptc.quarkus.deployment.devservices;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What the sandbox's own images are built from: the folder {@code sandbox-image} of the project, shipped with this class. */
final class ImageContext {

    /** The images that can be built, and the stages of the Dockerfile that they are. */
    private static final Map<String, String> STAGES =
            Map.of("langchain4j-ptc/sandbox:slim", "slim", "langchain4j-ptc/sandbox:data", "data");

    private static final List<String> FILES =
            List.of("Dockerfile", "make-root", "packages/slim", "packages/data", "packages/omit");
    private static final int EXECUTABLE = 0755;

    private ImageContext() {}

    /** The stage of the Dockerfile that an image is, if it is one of ours. */
    static Optional<String> stage(String image) {
        return Optional.ofNullable(STAGES.get(image));
    }

    /** The files, as an engine takes them. */
    static InputStream archive() {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
            for (String name : FILES) {
                byte[] content = read(name);
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(content.length);
                entry.setMode(EXECUTABLE);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(archive.toByteArray());
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream file = ImageContext.class.getResourceAsStream("sandbox-image/" + name)) {
            if (file == null) {
                throw new IOException("The file sandbox-image/" + name + " is missing in the extension");
            }
            return file.readAllBytes();
        }
    }
}
