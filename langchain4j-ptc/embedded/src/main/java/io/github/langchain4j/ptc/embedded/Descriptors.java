package io.github.langchain4j.ptc.embedded;

import java.util.HashMap;
import java.util.Map;

/**
 * The open descriptors of one guest, by our numbers. 0 to 2 are the console, 3 is the working folder (the memory image
 * knows it by this number); these stay open. The file layer in the guest gives programs numbers of its own and keeps
 * them after they were closed, so ours are never used twice.
 */
final class Descriptors {

    static final int FOLDER = 3;

    private static final int MAX_OPEN = 64;

    private final Map<Integer, Descriptor> open = new HashMap<>();
    private final FileQuota quota;
    private int next;

    Descriptors(FileTree files) {
        quota = files.quota();
        while (next < FOLDER) {
            open.put(next, new Descriptor.Console(next++));
        }
        open.put(next++, new Descriptor.OpenFolder(files.root()));
    }

    FileQuota quota() {
        return quota;
    }

    int add(Descriptor.OpenFile file) {
        file.file.hold();
        open.put(next, file);
        return next++;
    }

    int add(Descriptor.OpenFolder folder) {
        folder.folder.hold();
        open.put(next, folder);
        return next++;
    }

    /** Fails if no more can be opened; asked before anything is created for the new descriptor. */
    void checkRoom() {
        if (open.size() >= MAX_OPEN) {
            throw new WasiError(WasiError.TOO_MANY_OPEN);
        }
    }

    Descriptor get(int number) {
        Descriptor descriptor = open.get(number);
        if (descriptor == null) {
            throw new WasiError(WasiError.BAD_DESCRIPTOR);
        }
        return descriptor;
    }

    void close(int number) {
        Descriptor descriptor = get(number);
        if (number <= FOLDER) {
            // The interpreter itself lives on these. A program that closes its standard output need not learn that.
            return;
        }
        open.remove(number);
        if (descriptor instanceof Descriptor.OpenFile file) {
            file.file.release(quota);
        } else if (descriptor instanceof Descriptor.OpenFolder folder) {
            folder.folder.release(quota);
        }
    }

    Descriptor.OpenFile file(int number) {
        Descriptor descriptor = get(number);
        if (descriptor instanceof Descriptor.OpenFile file) {
            return file;
        }
        throw new WasiError(
                descriptor instanceof Descriptor.OpenFolder ? WasiError.IS_DIRECTORY : WasiError.NOT_SEEKABLE);
    }

    FileNode.Folder folder(int number) {
        return openFolder(number).folder;
    }

    Descriptor.OpenFolder openFolder(int number) {
        if (get(number) instanceof Descriptor.OpenFolder folder) {
            return folder;
        }
        throw new WasiError(WasiError.NOT_A_DIRECTORY);
    }
}
