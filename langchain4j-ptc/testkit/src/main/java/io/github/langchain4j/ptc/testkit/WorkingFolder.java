package io.github.langchain4j.ptc.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder on disk that one local interpreter works in, and beside it what the interpreter says on its stderr. */
record WorkingFolder(Path root) {

    private static final Logger LOG = LoggerFactory.getLogger(WorkingFolder.class);

    private static final int DIAGNOSTICS_CHARACTERS = 2000;

    static WorkingFolder create() throws IOException {
        Path root = Files.createTempDirectory("ptc-local-python-");
        Files.createDirectory(root.resolve("work"));
        return new WorkingFolder(root);
    }

    Path path() {
        return root.resolve("work");
    }

    Path diagnostics() {
        return root.resolve("stderr.txt");
    }

    /** The end of what was written to stderr. */
    String lastDiagnostics() {
        try (RandomAccessFile file = new RandomAccessFile(diagnostics().toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(DIAGNOSTICS_CHARACTERS, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            return new String(end, StandardCharsets.UTF_8).strip();
        } catch (IOException gone) {
            return "";
        }
    }

    /** Deletes what can be deleted; symbolic links are not followed. */
    void delete() {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            if (Files.exists(root)) {
                LOG.debug("The working folder {} of an interpreter could not be deleted: {}", root, e.getMessage());
            }
        }
    }
}
