package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import run.endive.runtime.Memory;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/**
 * CPython as it is after the runner and the usual modules have been imported: the pages of its memory, the values of
 * its globals, and the module without its data. Immutable; shared by all interpreters of a sandbox.
 *
 * @param manifest what it was made of
 * @param module types, functions and tables, without code (that is compiled to Java) and without data
 * @param pages the memory; nobody writes to it
 * @param globals the values of the module's globals, the stack pointer among them
 * @param entry address of the argument that starts the runner
 */
record PythonImage(ImageManifest manifest, WasmModule module, byte[][] pages, long[] globals, int entry) {

    static final String MANIFEST = "image.properties";
    static final String MODULE = "python.module.gz";
    static final String PAGES = "python.image.gz";

    /** Reads the image from the class path. */
    static PythonImage load() {
        try {
            Properties properties = new Properties();
            try (InputStream in = open(MANIFEST)) {
                properties.load(in);
            }
            ImageManifest manifest = ImageManifest.from(properties);
            manifest.check(ImageManifest.ofThisClassPath());
            return read(manifest);
        } catch (IOException e) {
            throw new UncheckedIOException("The memory image in langchain4j-ptc-embedded cannot be read", e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = PythonImage.class.getResourceAsStream(name);
        if (in == null) {
            throw new SandboxUnavailableException("The memory image is missing (" + name + " beside "
                    + PythonImage.class.getName() + "): build langchain4j-ptc-embedded with Maven, which makes it");
        }
        return in;
    }

    private static PythonImage read(ImageManifest manifest) throws IOException {
        WasmModule module;
        try (InputStream in = new GZIPInputStream(open(MODULE), 1 << 16)) {
            module = Parser.builder().withValidation(false).build().parse(() -> in);
        }
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(open(PAGES), 1 << 16))) {
            int entry = in.readInt();
            long[] globals = new long[in.readInt()];
            for (int i = 0; i < globals.length; i++) {
                globals[i] = in.readLong();
            }
            byte[][] pages = new byte[in.readInt()][Memory.PAGE_SIZE];
            for (byte[] page : pages) {
                in.readFully(page);
            }
            return new PythonImage(manifest, module, pages, globals, entry);
        }
    }

    /** Writes the part that {@link #PAGES} holds. */
    void writePages(OutputStream to) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(to, 1 << 16))) {
            out.writeInt(entry);
            out.writeInt(globals.length);
            for (long global : globals) {
                out.writeLong(global);
            }
            out.writeInt(pages.length);
            for (byte[] page : pages) {
                out.write(page);
            }
        }
    }

    long bytes() {
        return (long) pages.length * Memory.PAGE_SIZE;
    }
}
