package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.protocol.RunnerSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPOutputStream;
import run.endive.runtime.Memory;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ActiveDataSegment;

/**
 * Makes the memory image that the jar ships; run by the build. Starts CPython, lets it import the runner and the usual
 * modules, and writes down its memory. Takes about 20 seconds, so an image that is up to date is left alone.
 */
final class MemoryImageBuilder {

    /** The Python files that go into the image beside the runner; CPython loads {@code guest.py}, which loads them. */
    private static final List<String> SOURCES = List.of(
            "guest.py",
            "ptc_futures.py",
            "ptc_platform.py",
            "ptc_refusals.py",
            "ptc_scheduling.py",
            "ptc_threads.py",
            "ptc_zones.py");

    private static final int VARCHAR = 11;
    private static final int MAX_PAGES = 4096;

    /** Which of the module's globals is the stack pointer of its C code: the only one that changes. */
    private static final int STACK_POINTER = 0;

    /**
     * The module comes with a stack of 64 KiB, which ordinary recursion through C code (a sort key that sorts, nested
     * JSON) exhausts long before CPython's own limit turns it into a RecursionError. Costs no heap until it is used.
     */
    private static final int STACK_BYTES = 8 << 20;

    private static final int STACK_ALIGNMENT = 16;

    private MemoryImageBuilder() {}

    /** @param args the folder to write to */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Map<String, byte[]> sources = sources();
        ImageManifest manifest = ImageManifest.ofThisClassPath();
        Properties properties = new Properties();
        manifest.writeTo(properties);
        properties.setProperty("ingredients", hash(ingredients(sources)));
        if (upToDate(folder, properties)) {
            return;
        }
        Files.createDirectories(folder);
        byte[] whole = resource("/io/trino/wasm/python/Python.meta");
        FutureTask<PythonImage> making = new FutureTask<>(() -> make(manifest, Parser.parse(whole), sources));
        // CPython recurses deeply while it compiles; the main thread's stack does not suffice.
        new Thread(null, making, "memory-image", GuestThread.STACK_BYTES).start();
        PythonImage image = making.get();
        try (OutputStream out = Files.newOutputStream(folder.resolve(PythonImage.PAGES))) {
            image.writePages(out);
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(PythonImage.MODULE)))) {
            out.write(withoutData(whole));
        }
        // Last, so that an interrupted build is not taken for a finished one.
        try (OutputStream out = Files.newOutputStream(folder.resolve(PythonImage.MANIFEST))) {
            properties.store(out, null);
        }
    }

    private static boolean upToDate(Path folder, Properties wanted) throws IOException {
        Path manifest = folder.resolve(PythonImage.MANIFEST);
        if (!Files.exists(manifest)
                || !Files.exists(folder.resolve(PythonImage.PAGES))
                || !Files.exists(folder.resolve(PythonImage.MODULE))) {
            return false;
        }
        Properties present = new Properties();
        try (InputStream in = Files.newInputStream(manifest)) {
            present.load(in);
        }
        return present.equals(wanted);
    }

    private static Map<String, byte[]> sources() throws IOException {
        Map<String, byte[]> sources = new TreeMap<>();
        for (String name : SOURCES) {
            sources.put(name, resource(name));
        }
        sources.put("runner.py", RunnerSource.bytes());
        sources.put("zones.bin", TimeZoneFiles.all());
        return sources;
    }

    /** Everything that makes an image differ from another one: the files in it, and how it is made. */
    private static Map<String, byte[]> ingredients(Map<String, byte[]> sources) throws IOException {
        Map<String, byte[]> ingredients = new TreeMap<>(sources);
        ingredients.put("builder", resource("MemoryImageBuilder.class"));
        return ingredients;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = MemoryImageBuilder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("The resource " + name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static String hash(Map<String, byte[]> sources) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        sources.forEach((name, content) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static PythonImage make(ImageManifest manifest, WasmModule module, Map<String, byte[]> sources) {
        GuestMemory memory = new GuestMemory(initialPages(module), MAX_PAGES, new MemoryBudget(1L << 30, 0).share());
        FileTree files = new FileTree(16 << 20);
        sources.forEach((name, content) -> {
            FileNode.Regular file = files.createFile(files.resolve(files.root(), name));
            file.write(0, content, 0, content.length, files.quota());
        });
        Guest guest = new Guest(module, memory, files, new BuildPort());
        // A function without parameters that returns text: the module wants its types as arrays of numbers.
        guest.call("setup", place(guest, text("main")), place(guest, ints(0, 0)), place(guest, ints(VARCHAR)));
        int entry = place(guest, new byte[] {1});
        guest.execute(entry);
        long[] globals = guest.globals();
        globals[STACK_POINTER] = guest.call("allocate", STACK_BYTES) + STACK_BYTES & -STACK_ALIGNMENT;
        byte[] bytes = memory.snapshot();
        byte[][] pages = new byte[memory.pages()][];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = Arrays.copyOfRange(bytes, i * Memory.PAGE_SIZE, (i + 1) * Memory.PAGE_SIZE);
        }
        return new PythonImage(manifest, module, pages, globals, entry);
    }

    private static byte[][] initialPages(WasmModule module) {
        byte[] bytes = new byte
                [module.memorySection().orElseThrow().getMemory(0).limits().initialPages() * Memory.PAGE_SIZE];
        for (var segment : module.dataSection().dataSegments()) {
            if (segment instanceof ActiveDataSegment active) {
                int at = (int) active.offsetInstructions().get(0).operand(0);
                System.arraycopy(active.data(), 0, bytes, at, active.data().length);
            }
        }
        byte[][] pages = new byte[bytes.length / Memory.PAGE_SIZE][];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = Arrays.copyOfRange(bytes, i * Memory.PAGE_SIZE, (i + 1) * Memory.PAGE_SIZE);
        }
        return pages;
    }

    private static int place(Guest guest, byte[] bytes) {
        int address = guest.call("allocate", bytes.length);
        guest.memory().write(address, bytes);
        return address;
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    /** The module's binary without the sections that the image replaces: 30 MB that need not be read at each start. */
    private static byte[] withoutData(byte[] module) {
        int dataCount = 12;
        int data = 11;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(module, 0, 8);
        for (int at = 8; at < module.length; ) {
            int start = at;
            int id = module[at++];
            int size = 0;
            for (int shift = 0, more = 0x80; more != 0; shift += 7) {
                more = module[at] & 0x80;
                size |= (module[at++] & 0x7F) << shift;
            }
            at += size;
            if (id != data && id != dataCount) {
                out.write(module, start, at - start);
            }
        }
        return out.toByteArray();
    }

    /** What CPython prints while the image is made goes to the build's log. */
    private static final class BuildPort implements GuestPort {
        @Override
        public void checkAlive() {}

        @Override
        public void fromGuest(byte[] bytes) {
            throw new IllegalStateException("The runner spoke while the image was made");
        }

        @Override
        public byte[] toGuest(int max, long timeoutMicros) {
            throw new IllegalStateException("The runner listened while the image was made");
        }

        @Override
        public void console(int stream, byte[] bytes) {
            System.err.write(bytes, 0, bytes.length);
            System.err.flush();
        }
    }
}
