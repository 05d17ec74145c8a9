package io.github.langchain4j.ptc.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that a program left in its output folder. Its name and content come from the program: nothing can be taken for
 * granted but what is said here. The array is shared, not copied.
 *
 * @param path relative to the output folder, of at most 255 characters: names with forward slashes between them, none of
 *     which is empty, ends with a dot or a space (so none is {@code ..}) or is a device on Windows; no backslashes,
 *     colons, control characters, or characters that change the direction of text
 * @param content the bytes
 */
public record OutputFile(String path, byte[] content) {

    /** @throws IllegalArgumentException if the path is not as said above */
    public OutputFile {
        Objects.requireNonNull(content, "content");
        if (!SafePath.matches(Objects.requireNonNull(path, "path"))) {
            throw new IllegalArgumentException("The path of an output file is not safe to use");
        }
    }

    /**
     * The media type if the content is an image that models can see, which its first bytes decide and never its name:
     * {@code image/png}, {@code image/jpeg}, {@code image/gif} or {@code image/webp}.
     */
    public Optional<String> imageType() {
        return ImageSignature.of(content);
    }

    /**
     * Saves the file under its path in a folder, and makes the folders on the way. A file that is there is replaced, so
     * give each conversation a folder of its own, in which nothing but saved files is kept. Links in the folder are
     * replaced or refused, not followed.
     *
     * @param folder need not exist
     * @return where the file is now
     * @throws FileAlreadyExistsException if there is a folder in the place of the file, or a link or a file in the place
     *     of a folder
     * @throws IOException if it cannot be written
     */
    public Path saveTo(Path folder) throws IOException {
        Path target = folder;
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        String[] names = path.split("/");
        for (int i = 0; i < names.length; i++) {
            target = below(target, names[i]);
            boolean isFolder = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
            if (i < names.length - 1 && !isFolder) {
                Files.createDirectory(target);
            } else if (i == names.length - 1 && isFolder) {
                throw new FileAlreadyExistsException(target.toString());
            }
        }
        Files.deleteIfExists(target);
        return Files.write(target, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static Path below(Path folder, String name) throws IOException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new IOException("The name of an output file cannot be used on this system: " + e.getReason(), e);
        }
    }

    @Override
    public String toString() {
        return "OutputFile[" + path + ", " + content.length + " bytes]";
    }
}
