package io.github.langchain4j.ptc.embedded;

/**
 * The room for the files of one session. Content counts in blocks; every file and folder counts for itself too, so that
 * empty files cannot fill the heap. Used by the interpreter's thread only.
 */
final class FileQuota {

    /** What a node costs besides its content: entry, name, times. Generous on purpose. */
    private static final int NODE_BYTES = 1024;

    private static final int MAX_NODES = 20_000;

    private final long total;
    private long taken;
    private int nodes;

    FileQuota(long total) {
        this.total = total;
    }

    boolean take(long bytes) {
        if (taken + bytes > total) {
            return false;
        }
        taken += bytes;
        return true;
    }

    void give(long bytes) {
        taken -= bytes;
    }

    void takeNode() {
        if (nodes >= MAX_NODES || !take(NODE_BYTES)) {
            throw new WasiError(WasiError.NO_SPACE);
        }
        nodes++;
    }

    void freeNode() {
        nodes--;
        give(NODE_BYTES);
    }

    /** A file may be sparse, but not claim to be larger than all the room there is. */
    void checkSize(long size) {
        if (size < 0) {
            throw new WasiError(WasiError.INVALID);
        }
        if (size > total) {
            throw new WasiError(WasiError.FILE_TOO_BIG);
        }
    }
}
