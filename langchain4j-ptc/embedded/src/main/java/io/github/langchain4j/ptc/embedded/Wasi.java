package io.github.langchain4j.ptc.embedded;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionImport;

/**
 * The system calls of one guest (WASI preview 1): all that a program can reach outside its own memory. There are files
 * in memory, clocks, random numbers, sleep, and the channel to the host; nothing else exists.
 */
final class Wasi {

    private static final String MODULE = "wasi_snapshot_preview1";

    /** More buffers than any program needs in one call. */
    private static final int MAX_BUFFERS = 1024;

    /** The most that one call moves; the guest's C library repeats the call for the rest. */
    private static final int MAX_TRANSFER = 1 << 20;

    /** A system call: arguments in, error number out. */
    @FunctionalInterface
    interface Call {
        int apply(long[] args) throws InterruptedException;
    }

    private final GuestMemory memory;
    private final GuestPort port;
    private final Descriptors descriptors;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Call> calls = new HashMap<>();

    Wasi(GuestMemory memory, FileTree files, GuestPort port) {
        this.memory = memory;
        this.port = port;
        this.descriptors = new Descriptors(files);
        new WasiFiles(memory, files, descriptors).register(calls);
        new WasiClock(memory).register(calls);
        registerStreams();
        registerProcess();
    }

    /** The imports of the module, each bound to its call; one that we do not know is a call that does not exist. */
    List<ImportFunction> imports(WasmModule module) {
        List<ImportFunction> functions = new ArrayList<>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            if (module.importSection().getImport(i) instanceof FunctionImport wanted
                    && wanted.importType() == ExternalType.FUNCTION
                    && wanted.module().equals(MODULE)) {
                Call call = calls.getOrDefault(wanted.name(), args -> WasiError.NO_SYSTEM_CALL);
                boolean returns = !module.typeSection()
                        .getType(wanted.typeIndex())
                        .returns()
                        .isEmpty();
                functions.add(new HostFunction(
                        wanted.module(),
                        wanted.name(),
                        module.typeSection().getType(wanted.typeIndex()),
                        (instance, args) -> returns ? new long[] {invoke(call, args)} : nothing(call, args)));
            }
        }
        return functions;
    }

    private long[] nothing(Call call, long[] args) {
        invoke(call, args);
        return new long[0];
    }

    private int invoke(Call call, long[] args) {
        port.checkAlive();
        try {
            return call.apply(args);
        } catch (WasiError e) {
            return e.errno();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuestStoppedException("interrupted");
        }
    }

    private void registerStreams() {
        calls.put("fd_write", args -> write(args, -1, (int) args[3]));
        calls.put("fd_pwrite", args -> write(args, args[3], (int) args[4]));
        calls.put("fd_read", args -> read(args, -1, (int) args[3]));
        calls.put("fd_pread", args -> read(args, args[3], (int) args[4]));
        calls.put("random_get", args -> {
            int size = (int) args[1];
            for (int done = 0; done < size; ) {
                byte[] bytes = new byte[Math.min(size - done, 4096)];
                random.nextBytes(bytes);
                memory.write((int) args[0] + done, bytes);
                done += bytes.length;
                port.checkAlive();
            }
            return WasiError.SUCCESS;
        });
    }

    private int write(long[] args, long position, int countAddress) throws InterruptedException {
        Descriptor descriptor = descriptors.get((int) args[0]);
        byte[] bytes = gather((int) args[1], (int) args[2]);
        int count = bytes.length;
        if (descriptor instanceof Descriptor.Console console) {
            writeConsole(console.stream(), position, bytes);
        } else {
            count = writeFile(descriptors.file((int) args[0]), position, bytes);
        }
        memory.writeI32(countAddress, count);
        return WasiError.SUCCESS;
    }

    private void writeConsole(int stream, long position, byte[] bytes) throws InterruptedException {
        if (stream != 0) {
            port.console(stream, bytes);
        } else if (position >= 0) {
            port.fromGuest(bytes);
        } else {
            throw new WasiError(WasiError.BAD_DESCRIPTOR);
        }
    }

    private int writeFile(Descriptor.OpenFile open, long position, byte[] bytes) {
        if (!open.writable) {
            throw new WasiError(WasiError.BAD_DESCRIPTOR);
        }
        long at = position >= 0 ? position : open.append ? open.file.size() : open.position;
        int count = open.file.write(at, bytes, 0, bytes.length, descriptors.quota());
        if (position < 0) {
            open.position = at + count;
        }
        open.file.modified = FileTree.now();
        open.file.changed = open.file.modified;
        return count;
    }

    private int read(long[] args, long position, int countAddress) throws InterruptedException {
        Descriptor descriptor = descriptors.get((int) args[0]);
        int room = room((int) args[1], (int) args[2]);
        byte[] bytes;
        if (descriptor instanceof Descriptor.Console console) {
            // The position is the time to wait: the guest needs no second call to set it.
            boolean frames = console.stream() == 0 && position >= 0;
            bytes = frames ? port.toGuest(room, position) : new byte[0];
        } else {
            bytes = readFile(descriptors.file((int) args[0]), position, room);
        }
        scatter((int) args[1], (int) args[2], bytes);
        memory.writeI32(countAddress, bytes.length);
        return WasiError.SUCCESS;
    }

    private static byte[] readFile(Descriptor.OpenFile open, long position, int room) {
        if (!open.readable) {
            throw new WasiError(WasiError.BAD_DESCRIPTOR);
        }
        long at = position >= 0 ? position : open.position;
        byte[] bytes = new byte[(int) Math.max(0, Math.min(room, open.file.size() - at))];
        open.file.read(at, bytes, 0, bytes.length);
        if (position < 0) {
            open.position = at + bytes.length;
        }
        open.file.accessed = FileTree.now();
        return bytes;
    }

    /** The bytes of the guest's buffers, up to the most that one call moves. */
    private byte[] gather(int buffers, int count) {
        byte[] bytes = new byte[room(buffers, count)];
        int done = 0;
        for (int i = 0; done < bytes.length; i++) {
            int size = Math.min(memory.readInt(buffers + 8 * i + 4), bytes.length - done);
            memory.read(memory.readInt(buffers + 8 * i), bytes, done, size);
            done += size;
        }
        return bytes;
    }

    private void scatter(int buffers, int count, byte[] bytes) {
        int done = 0;
        for (int i = 0; i < count && done < bytes.length; i++) {
            int size = Math.min(memory.readInt(buffers + 8 * i + 4), bytes.length - done);
            memory.write(memory.readInt(buffers + 8 * i), bytes, done, size);
            done += size;
        }
    }

    private int room(int buffers, int count) {
        if (count < 0 || count > MAX_BUFFERS) {
            throw new WasiError(WasiError.INVALID);
        }
        long room = 0;
        for (int i = 0; i < count; i++) {
            int size = memory.readInt(buffers + 8 * i + 4);
            if (size < 0) {
                throw new WasiError(WasiError.INVALID);
            }
            room += size;
        }
        return (int) Math.min(room, MAX_TRANSFER);
    }

    private void registerProcess() {
        Call nothing = args -> WasiError.SUCCESS;
        Call zeroes = args -> {
            memory.writeI32((int) args[0], 0);
            memory.writeI32((int) args[1], 0);
            return WasiError.SUCCESS;
        };
        calls.put("args_get", nothing);
        calls.put("args_sizes_get", zeroes);
        calls.put("environ_get", nothing);
        calls.put("environ_sizes_get", zeroes);
        calls.put("sched_yield", nothing);
        calls.put("proc_exit", args -> {
            throw new GuestStoppedException("the program ended the interpreter with exit code " + (int) args[0]);
        });
        Call noSocket = args -> WasiError.NOT_A_SOCKET;
        for (String name : List.of("sock_accept", "sock_recv", "sock_send", "sock_shutdown")) {
            calls.put(name, noSocket);
        }
    }

    /** What the module asks for besides the system calls; a failure of the guest's own code ends up here. */
    static ImportFunction onError(WasmModule module, GuestMemory memory) {
        for (int i = 0; i < module.importSection().importCount(); i++) {
            if (module.importSection().getImport(i) instanceof FunctionImport wanted
                    && wanted.name().equals("return_error")) {
                return new HostFunction(
                        wanted.module(),
                        wanted.name(),
                        module.typeSection().getType(wanted.typeIndex()),
                        (instance, args) -> {
                            throw new WasmRuntimeException("the runner failed: " + text(memory, args[1], args[2]) + "\n"
                                    + text(memory, args[3], args[4]));
                        });
            }
        }
        throw new IllegalStateException("The module has no import 'return_error'");
    }

    private static String text(GuestMemory memory, long address, long size) {
        return memory.readString((int) address, (int) Math.min(size, 1 << 16));
    }
}
