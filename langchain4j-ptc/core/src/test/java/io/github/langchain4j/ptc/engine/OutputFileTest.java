package io.github.langchain4j.ptc.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that come from a sandbox: their names, their kinds, and where they are saved. */
class OutputFileTest {

    @TempDir
    private Path folder;

    private static OutputFile file(String path) {
        return new OutputFile(path, "content".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a/..",
                ".",
                "..",
                "...",
                "a/",
                "a//b",
                "C:x",
                "C:\\x",
                "a\\b",
                "a\u0000b",
                "a\nb",
                "a\u007fb",
                "a\u0085b",
                "a\u202egnp.exe",
                "a\u2066b",
                "a.",
                "a./b",
                "a /b",
                "a ",
                ".. /x",
                "nul",
                "a/CON.txt",
                "com1/x",
                "LPT9"
            })
    void unsafePathsAreRefused(String path) {
        assertThatThrownBy(() -> file(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPathThatIsTooLongIsRefused() {
        assertThat(file("x".repeat(255)).path()).hasSize(255);
        assertThatThrownBy(() -> file("x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a.b", ".hidden", "..a", "a b", "a/b/c.png", "é", "图.png", "nully", "a.nul", "~", "-rf"})
    void otherPathsAreFine(String path) {
        assertThat(file(path).path()).isEqualTo(path);
    }

    private static Optional<String> type(String content) {
        return new OutputFile("x.png", content.getBytes(ISO_8859_1)).imageType();
    }

    @Test
    void imagesAreKnownByTheirFirstBytes() {
        assertThat(type("\u0089PNG\r\n\u001a\n and more")).hasValue("image/png");
        assertThat(type("\u00ff\u00d8\u00ff\u00e0")).hasValue("image/jpeg");
        assertThat(type("GIF89a and more")).hasValue("image/gif");
        assertThat(type("GIF87a")).hasValue("image/gif");
        assertThat(type("RIFF1234WEBPVP8")).hasValue("image/webp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "RIFF1234WAVE", "<svg xmlns='x'/>", "\u0089PNG", "\u00ff\u00d8", "BM123456", "%PDF-1.7"})
    void allElseIsNoImage(String content) {
        assertThat(type(content)).isEmpty();
    }

    @Test
    void aFileIsSavedUnderItsPath() throws IOException {
        Path saved = file("a/b/c.txt").saveTo(folder.resolve("new"));
        assertThat(saved).isEqualTo(folder.resolve("new/a/b/c.txt")).hasContent("content");
    }

    @Test
    void aFileThatIsThereIsReplaced() throws IOException {
        Path old = Files.writeString(folder.resolve("c.txt"), "something longer than the content");
        file("c.txt").saveTo(folder);
        assertThat(old).hasContent("content");
    }

    @Test
    void aFolderIsNot() throws IOException {
        Files.createDirectory(folder.resolve("c.txt"));
        assertThatThrownBy(() -> file("c.txt").saveTo(folder)).isInstanceOf(FileAlreadyExistsException.class);
        Files.writeString(folder.resolve("a"), "a file");
        assertThatThrownBy(() -> file("a/b").saveTo(folder)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksAreNotFollowed() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("link"), secret);
        Files.createSymbolicLink(inside.resolve("dangling"), outside.resolve("new"));
        Files.createSymbolicLink(inside.resolve("folder"), outside);
        Files.createLink(inside.resolve("hard"), secret);

        for (String name : new String[] {"link", "dangling", "hard"}) {
            assertThat(file(name).saveTo(inside)).isRegularFile().hasContent("content");
        }
        assertThatThrownBy(() -> file("folder/x").saveTo(inside)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(outside).isDirectoryContaining(path -> path.equals(secret));
        assertThat(secret).hasContent("secret");
        try (var left = Files.list(outside)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFolderItselfMayBeALink() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        file("x").saveTo(link);
        assertThat(real.resolve("x")).hasContent("content");
    }
}
