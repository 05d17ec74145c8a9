package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.protocol.RunnerSource;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import run.endive.wasm.Version;

/**
 * What a memory image was made of. An image fits only the very code that it was made with: the machine finds its
 * functions by number, and the runner in the image must be the one that the host speaks with.
 *
 * @param parts name to version or hash
 */
record ImageManifest(Map<String, String> parts) {

    private static final String FORMAT = "1";

    ImageManifest {
        parts = Map.copyOf(parts);
    }

    /** What an image made or used in this JVM is made of. */
    static ImageManifest ofThisClassPath() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("format", FORMAT);
        parts.put("runner", RunnerSource.sha256());
        parts.put("endive", Version.version());
        parts.put("python", machineHash());
        return new ImageManifest(parts);
    }

    /** Stands for the whole Python build: this class lists all functions that are called through tables. */
    private static String machineHash() {
        try (InputStream in = ImageManifest.class.getResourceAsStream("/io/trino/wasm/python/PythonMachine.class")) {
            if (in == null) {
                throw new SandboxUnavailableException("The embedded sandbox needs io.trino:trino-wasm-python on the"
                        + " class path, but it is not there; add the dependencies of langchain4j-ptc-embedded");
            }
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    static ImageManifest from(Properties properties) {
        Map<String, String> parts = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("with."))
                .forEach(name -> parts.put(name.substring("with.".length()), properties.getProperty(name)));
        return new ImageManifest(parts);
    }

    void writeTo(Properties properties) {
        parts.forEach((name, value) -> properties.setProperty("with." + name, value));
    }

    /** Fails unless an image with this manifest can be used with what is on the class path. */
    void check(ImageManifest present) {
        present.parts.forEach((name, value) -> {
            if (!value.equals(parts.get(name))) {
                throw new SandboxUnavailableException("The memory image in langchain4j-ptc-embedded was made with "
                        + name + " " + parts.get(name) + ", but the class path has " + value
                        + ": use the same version of langchain4j-ptc and langchain4j-ptc-embedded, and the versions of"
                        + " trino-wasm-python and endive that langchain4j-ptc-embedded declares");
            }
        });
    }
}
