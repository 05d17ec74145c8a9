package io.github.langchain4j.ptc.embedded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The system calls on files and folders. */
final class WasiFiles {

    private static final byte[] FOLDER_NAME = "/guest".getBytes(StandardCharsets.UTF_8);
    private static final int MAX_PATH = 4096;

    private static final int TYPE_UNKNOWN = 0;
    private static final int TYPE_FOLDER = 3;
    private static final int TYPE_FILE = 4;

    private static final int CREATE = 1;
    private static final int MUST_BE_FOLDER = 2;
    private static final int EXCLUSIVE = 4;
    private static final int TRUNCATE = 8;
    private static final int APPEND = 1;
    private static final long RIGHT_TO_READ = 1 << 1;
    private static final long RIGHT_TO_WRITE = 1 << 6;
    private static final long ALL_RIGHTS = (1 << 30) - 1;

    private static final int SET_ACCESSED = 1;
    private static final int ACCESSED_NOW = 2;
    private static final int SET_MODIFIED = 4;
    private static final int MODIFIED_NOW = 8;

    private static final int ENTRY_HEADER = 24;

    private final GuestMemory memory;
    private final FileTree files;
    private final Descriptors descriptors;

    WasiFiles(GuestMemory memory, FileTree files, Descriptors descriptors) {
        this.memory = memory;
        this.files = files;
        this.descriptors = descriptors;
    }

    void register(Map<String, Wasi.Call> calls) {
        registerDescriptors(calls);
        registerPaths(calls);
        Wasi.Call noLinks = args -> WasiError.NOT_SUPPORTED;
        calls.put("path_link", noLinks);
        calls.put("path_symlink", noLinks);
        calls.put("path_readlink", args -> {
            place(args, 0, 1).existing();
            return WasiError.INVALID;
        });
    }

    private void registerDescriptors(Map<String, Wasi.Call> calls) {
        calls.put("fd_prestat_get", this::prestat);
        calls.put("fd_prestat_dir_name", this::prestatName);
        calls.put("fd_fdstat_get", this::descriptorStatus);
        calls.put("fd_fdstat_set_flags", args -> {
            if (descriptors.get((int) args[0]) instanceof Descriptor.OpenFile file) {
                file.append = (args[1] & APPEND) != 0;
            }
            return WasiError.SUCCESS;
        });
        calls.put("fd_filestat_get", args -> {
            writeStatus((int) args[1], node(descriptors.get((int) args[0])));
            return WasiError.SUCCESS;
        });
        calls.put("fd_filestat_set_size", args -> {
            Descriptor.OpenFile open = descriptors.file((int) args[0]);
            if (!open.writable) {
                throw new WasiError(WasiError.INVALID);
            }
            open.file.resize(args[1], files.quota());
            return WasiError.SUCCESS;
        });
        calls.put("fd_filestat_set_times", args -> {
            FileNode node = node(descriptors.get((int) args[0]));
            if (node != null) {
                setTimes(node, args[1], args[2], (int) args[3]);
            }
            return WasiError.SUCCESS;
        });
        calls.put("fd_seek", this::seek);
        calls.put("fd_tell", args -> {
            memory.writeLong((int) args[1], descriptors.file((int) args[0]).position);
            return WasiError.SUCCESS;
        });
        calls.put("fd_readdir", this::readFolder);
        calls.put("fd_close", args -> {
            descriptors.close((int) args[0]);
            return WasiError.SUCCESS;
        });
        Wasi.Call nothing = args -> {
            descriptors.get((int) args[0]);
            return WasiError.SUCCESS;
        };
        calls.put("fd_sync", nothing);
        calls.put("fd_datasync", nothing);
        calls.put("fd_advise", nothing);
    }

    private void registerPaths(Map<String, Wasi.Call> calls) {
        calls.put("path_open", this::open);
        calls.put("path_filestat_get", args -> {
            writeStatus((int) args[4], place(args, 0, 2).existing());
            return WasiError.SUCCESS;
        });
        calls.put("path_filestat_set_times", args -> {
            setTimes(place(args, 0, 2).existing(), args[4], args[5], (int) args[6]);
            return WasiError.SUCCESS;
        });
        calls.put("path_create_directory", args -> {
            files.createFolder(place(args, 0, 1));
            return WasiError.SUCCESS;
        });
        calls.put("path_remove_directory", args -> {
            files.removeFolder(place(args, 0, 1));
            return WasiError.SUCCESS;
        });
        calls.put("path_unlink_file", args -> {
            files.removeFile(place(args, 0, 1));
            return WasiError.SUCCESS;
        });
        calls.put("path_rename", args -> {
            files.rename(place(args, 0, 1), place(args, 3, 4));
            return WasiError.SUCCESS;
        });
    }

    /** The place that a path argument names; its length is the argument after it. */
    private FileTree.Place place(long[] args, int folder, int path) {
        int size = (int) args[path + 1];
        if (size < 0 || size > MAX_PATH) {
            throw new WasiError(WasiError.NAME_TOO_LONG);
        }
        String name = new String(memory.readBytes((int) args[path], size), StandardCharsets.UTF_8);
        return files.resolve(descriptors.folder((int) args[folder]), name);
    }

    private static FileNode node(Descriptor descriptor) {
        if (descriptor instanceof Descriptor.OpenFile file) {
            return file.file;
        }
        return descriptor instanceof Descriptor.OpenFolder folder ? folder.folder : null;
    }

    private int prestat(long[] args) {
        if (args[0] != Descriptors.FOLDER) {
            return WasiError.BAD_DESCRIPTOR;
        }
        memory.writeI32((int) args[1], 0);
        memory.writeI32((int) args[1] + 4, FOLDER_NAME.length);
        return WasiError.SUCCESS;
    }

    private int prestatName(long[] args) {
        if (args[0] != Descriptors.FOLDER) {
            return WasiError.BAD_DESCRIPTOR;
        }
        memory.write((int) args[1], FOLDER_NAME, 0, Math.min(FOLDER_NAME.length, Math.max(0, (int) args[2])));
        return WasiError.SUCCESS;
    }

    private int descriptorStatus(long[] args) {
        Descriptor descriptor = descriptors.get((int) args[0]);
        int at = (int) args[1];
        memory.writeLong(at, type(node(descriptor)));
        boolean append = descriptor instanceof Descriptor.OpenFile file && file.append;
        memory.writeShort(at + 2, (short) (append ? APPEND : 0));
        memory.writeLong(at + 8, ALL_RIGHTS);
        memory.writeLong(at + 16, ALL_RIGHTS);
        return WasiError.SUCCESS;
    }

    private static int type(FileNode node) {
        if (node == null) {
            return TYPE_UNKNOWN;
        }
        return node instanceof FileNode.Folder ? TYPE_FOLDER : TYPE_FILE;
    }

    private void writeStatus(int at, FileNode node) {
        memory.writeLong(at, 1);
        memory.writeLong(at + 8, node == null ? 0 : node.inode);
        memory.writeLong(at + 16, type(node));
        memory.writeLong(at + 24, 1);
        memory.writeLong(at + 32, node == null ? 0 : node.size());
        memory.writeLong(at + 40, node == null ? 0 : node.accessed);
        memory.writeLong(at + 48, node == null ? 0 : node.modified);
        memory.writeLong(at + 56, node == null ? 0 : node.changed);
    }

    private static void setTimes(FileNode node, long accessed, long modified, int flags) {
        long now = FileTree.now();
        if ((flags & (SET_ACCESSED | ACCESSED_NOW)) != 0) {
            node.accessed = (flags & SET_ACCESSED) != 0 ? accessed : now;
        }
        if ((flags & (SET_MODIFIED | MODIFIED_NOW)) != 0) {
            node.modified = (flags & SET_MODIFIED) != 0 ? modified : now;
        }
        node.changed = now;
    }

    private int seek(long[] args) {
        Descriptor.OpenFile open = descriptors.file((int) args[0]);
        long base;
        switch ((int) args[2]) {
            case 0 -> base = 0;
            case 1 -> base = open.position;
            case 2 -> base = open.file.size();
            default -> throw new WasiError(WasiError.INVALID);
        }
        long position = base + args[1];
        if (position < 0) {
            throw new WasiError(WasiError.INVALID);
        }
        open.position = position;
        memory.writeLong((int) args[3], position);
        return WasiError.SUCCESS;
    }

    /** Writes entries until the buffer is full; the last one may be cut, which tells the guest to come again. */
    private int readFolder(long[] args) {
        int at = (int) args[1];
        int room = (int) args[2];
        long position = args[3];
        List<Map.Entry<String, FileNode>> entries =
                descriptors.openFolder((int) args[0]).listing(position);
        int used = 0;
        for (long i = Math.max(0, position); i < entries.size() && used < room; i++) {
            byte[] entry = entry(i + 1, entries.get((int) i));
            int size = Math.min(entry.length, room - used);
            memory.write(at + used, entry, 0, size);
            used += size;
        }
        memory.writeI32((int) args[4], used);
        return WasiError.SUCCESS;
    }

    private static byte[] entry(long next, Map.Entry<String, FileNode> entry) {
        byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(ENTRY_HEADER + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(next)
                .putLong(entry.getValue().inode)
                .putInt(name.length)
                .putInt(type(entry.getValue()))
                .put(name)
                .array();
    }

    private int open(long[] args) {
        FileTree.Place place = place(args, 0, 2);
        int how = (int) args[4];
        long rights = args[5];
        descriptors.checkRoom();
        FileNode node = place.node();
        if (node == null && (how & CREATE) != 0) {
            node = files.createFile(place);
        } else if (node != null && (how & CREATE) != 0 && (how & EXCLUSIVE) != 0) {
            throw new WasiError(WasiError.EXISTS);
        } else {
            node = place.existing();
        }
        memory.writeI32((int) args[8], descriptor(node, how, rights, (int) args[7]));
        return WasiError.SUCCESS;
    }

    private int descriptor(FileNode node, int how, long rights, int flags) {
        boolean write = (rights & RIGHT_TO_WRITE) != 0;
        if (node instanceof FileNode.Folder folder) {
            if ((how & (CREATE | TRUNCATE)) != 0 || write) {
                throw new WasiError(WasiError.IS_DIRECTORY);
            }
            return descriptors.add(new Descriptor.OpenFolder(folder));
        }
        if ((how & MUST_BE_FOLDER) != 0) {
            throw new WasiError(WasiError.NOT_A_DIRECTORY);
        }
        FileNode.Regular file = (FileNode.Regular) node;
        if ((how & TRUNCATE) != 0) {
            file.resize(0, files.quota());
        }
        boolean read = (rights & RIGHT_TO_READ) != 0;
        return descriptors.add(new Descriptor.OpenFile(file, read, write, (flags & APPEND) != 0));
    }
}
