package io.github.langchain4j.ptc.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a descriptor number of the guest stands for. */
sealed interface Descriptor {

    /**
     * Standard input (0), output (1) or error (2).
     *
     * <p>Standard input is also the way to the host, with <em>positioned</em> reads and writes; to ordinary ones it is
     * empty, so programs that read it find nothing and disturb nothing.
     */
    record Console(int stream) implements Descriptor {}

    /** An open file with its position. */
    final class OpenFile implements Descriptor {
        final FileNode.Regular file;
        final boolean readable;
        final boolean writable;
        boolean append;
        long position;

        OpenFile(FileNode.Regular file, boolean readable, boolean writable, boolean append) {
            this.file = file;
            this.readable = readable;
            this.writable = writable;
            this.append = append;
        }
    }

    /** An open folder with the listing that is being read. */
    final class OpenFolder implements Descriptor {
        final FileNode.Folder folder;
        private List<Map.Entry<String, FileNode>> listing = List.of();

        OpenFolder(FileNode.Folder folder) {
            this.folder = folder;
        }

        /** The entries as they were when reading began: position 0 takes them anew. */
        List<Map.Entry<String, FileNode>> listing(long position) {
            if (position == 0) {
                List<Map.Entry<String, FileNode>> entries = new ArrayList<>();
                folder.entries().forEach((name, node) -> entries.add(Map.entry(name, node)));
                listing = entries;
            }
            return listing;
        }
    }
}
