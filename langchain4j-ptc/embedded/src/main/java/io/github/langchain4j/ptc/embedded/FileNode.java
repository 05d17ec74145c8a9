package io.github.langchain4j.ptc.embedded;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A file or folder in the memory of one session. Used by the interpreter's thread only. */
abstract sealed class FileNode permits FileNode.Regular, FileNode.Folder {

    final long inode;
    long accessed;
    long modified;
    long changed;

    private int holders;

    private FileNode(long inode, long now) {
        this.inode = inode;
        this.accessed = now;
        this.modified = now;
        this.changed = now;
    }

    /** One more folder entry or open descriptor refers to this node. */
    void hold() {
        holders++;
    }

    /** One fewer; the last one frees the content. */
    void release(FileQuota quota) {
        if (--holders == 0) {
            free(quota);
        }
    }

    abstract void free(FileQuota quota);

    abstract long size();

    /** A folder; its entries are in the order of their names, so that listings can be continued after changes. */
    static final class Folder extends FileNode {
        private final TreeMap<String, FileNode> entries = new TreeMap<>();

        Folder(long inode, long now) {
            super(inode, now);
        }

        TreeMap<String, FileNode> entries() {
            return entries;
        }

        @Override
        void free(FileQuota quota) {
            quota.freeNode();
        }

        @Override
        long size() {
            return 0;
        }
    }

    /** A file; blocks that were never written take no room and read as zeros. */
    static final class Regular extends FileNode {
        private static final int BLOCK = 4096;

        private final Map<Integer, byte[]> blocks = new HashMap<>();
        private long size;

        Regular(long inode, long now) {
            super(inode, now);
        }

        @Override
        long size() {
            return size;
        }

        int read(long position, byte[] into, int offset, int length) {
            int count = (int) Math.max(0, Math.min(length, size - position));
            for (int done = 0; done < count; ) {
                int at = (int) ((position + done) % BLOCK);
                int chunk = Math.min(count - done, BLOCK - at);
                byte[] block = blocks.get((int) ((position + done) / BLOCK));
                if (block == null) {
                    Arrays.fill(into, offset + done, offset + done + chunk, (byte) 0);
                } else {
                    System.arraycopy(block, at, into, offset + done, chunk);
                }
                done += chunk;
            }
            return count;
        }

        /** Writes as much as there is room for; fails if there is none for the first byte. */
        int write(long position, byte[] from, int offset, int length, FileQuota quota) {
            quota.checkSize(position + length);
            int done = 0;
            while (done < length) {
                int at = (int) ((position + done) % BLOCK);
                int chunk = Math.min(length - done, BLOCK - at);
                byte[] block = blocks.get((int) ((position + done) / BLOCK));
                if (block == null) {
                    if (!quota.take(BLOCK)) {
                        break;
                    }
                    block = new byte[BLOCK];
                    blocks.put((int) ((position + done) / BLOCK), block);
                }
                System.arraycopy(from, offset + done, block, at, chunk);
                done += chunk;
            }
            if (done == 0 && length > 0) {
                throw new WasiError(WasiError.NO_SPACE);
            }
            size = Math.max(size, position + done);
            return done;
        }

        void resize(long newSize, FileQuota quota) {
            quota.checkSize(newSize);
            if (newSize < size) {
                int keep = (int) ((newSize + BLOCK - 1) / BLOCK);
                int before = blocks.size();
                blocks.keySet().removeIf(index -> index >= keep);
                quota.give((long) (before - blocks.size()) * BLOCK);
                byte[] last = blocks.get(keep - 1);
                if (last != null && newSize % BLOCK != 0) {
                    Arrays.fill(last, (int) (newSize % BLOCK), BLOCK, (byte) 0);
                }
            }
            size = newSize;
        }

        @Override
        void free(FileQuota quota) {
            resize(0, quota);
            quota.freeNode();
        }
    }
}
