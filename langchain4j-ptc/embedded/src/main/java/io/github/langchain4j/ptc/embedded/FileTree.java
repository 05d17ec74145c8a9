package io.github.langchain4j.ptc.embedded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The files of one session: a tree in memory, bounded by a {@link FileQuota}. Nothing of the host is in it, and there
 * are no links in it: no path leads out of the folder that it is resolved in. Used by the interpreter's thread only.
 */
final class FileTree {

    private static final int MAX_NAME = 255;
    private static final int MAX_DEPTH = 64;

    private final FileQuota quota;
    private final FileNode.Folder root;
    private long inodes = 1;

    FileTree(long bytes) {
        this.quota = new FileQuota(bytes);
        this.root = new FileNode.Folder(inodes++, now());
        root.hold();
    }

    static long now() {
        return System.currentTimeMillis() * 1_000_000L;
    }

    FileNode.Folder root() {
        return root;
    }

    FileQuota quota() {
        return quota;
    }

    /** Where a path leads: the folder, the name in it, and what is there, {@code null} if nothing. */
    record Place(FileNode.Folder folder, String name, FileNode node, boolean mustBeFolder) {

        FileNode existing() {
            if (node == null) {
                throw new WasiError(WasiError.NO_ENTRY);
            }
            if (mustBeFolder && node instanceof FileNode.Regular) {
                throw new WasiError(WasiError.NOT_A_DIRECTORY);
            }
            return node;
        }
    }

    /** Follows a path from a folder; never out of that folder. */
    Place resolve(FileNode.Folder from, String path) {
        if (path.isEmpty()) {
            throw new WasiError(WasiError.NO_ENTRY);
        }
        if (path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new WasiError(WasiError.NOT_CAPABLE);
        }
        List<String> names = names(path);
        Deque<FileNode.Folder> way = new ArrayDeque<>();
        FileNode.Folder folder = from;
        for (int i = 0; i < names.size() - 1; i++) {
            if (names.get(i).equals("..")) {
                folder = up(way);
            } else {
                way.push(folder);
                folder = folder(folder.entries().get(names.get(i)));
            }
        }
        String last = names.isEmpty() ? "." : names.get(names.size() - 1);
        boolean mustBeFolder = path.endsWith("/");
        if (last.equals("..")) {
            return new Place(null, null, up(way), mustBeFolder);
        }
        if (last.equals(".")) {
            return new Place(null, null, folder, mustBeFolder);
        }
        if (way.size() >= MAX_DEPTH || last.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            throw new WasiError(WasiError.NAME_TOO_LONG);
        }
        return new Place(folder, last, folder.entries().get(last), mustBeFolder);
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/")) {
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    private static FileNode.Folder up(Deque<FileNode.Folder> way) {
        if (way.isEmpty()) {
            throw new WasiError(WasiError.NOT_CAPABLE);
        }
        return way.pop();
    }

    private static FileNode.Folder folder(FileNode node) {
        if (node == null) {
            throw new WasiError(WasiError.NO_ENTRY);
        }
        if (node instanceof FileNode.Folder folder) {
            return folder;
        }
        throw new WasiError(WasiError.NOT_A_DIRECTORY);
    }

    FileNode.Regular createFile(Place place) {
        if (place.mustBeFolder()) {
            throw new WasiError(WasiError.IS_DIRECTORY);
        }
        quota.takeNode();
        FileNode.Regular file = new FileNode.Regular(inodes++, now());
        link(place, file);
        return file;
    }

    void createFolder(Place place) {
        if (place.node() != null) {
            throw new WasiError(WasiError.EXISTS);
        }
        quota.takeNode();
        link(place, new FileNode.Folder(inodes++, now()));
    }

    private void link(Place place, FileNode node) {
        node.hold();
        place.folder().entries().put(place.name(), node);
        touch(place.folder());
    }

    void removeFile(Place place) {
        if (!(place.existing() instanceof FileNode.Regular)) {
            throw new WasiError(WasiError.IS_DIRECTORY);
        }
        unlink(place);
    }

    void removeFolder(Place place) {
        FileNode.Folder folder = folder(place.existing());
        if (place.folder() == null) {
            throw new WasiError(WasiError.INVALID);
        }
        if (!folder.entries().isEmpty()) {
            throw new WasiError(WasiError.NOT_EMPTY);
        }
        unlink(place);
    }

    private void unlink(Place place) {
        place.folder().entries().remove(place.name());
        place.node().release(quota);
        touch(place.folder());
    }

    void rename(Place from, Place to) {
        FileNode moved = from.existing();
        if (from.folder() == null || to.folder() == null || contains(moved, to.folder())) {
            throw new WasiError(WasiError.INVALID);
        }
        if (moved == to.node()) {
            return;
        }
        if (to.node() != null) {
            replace(moved, to);
        } else if (to.mustBeFolder() && moved instanceof FileNode.Regular) {
            throw new WasiError(WasiError.NOT_A_DIRECTORY);
        }
        from.folder().entries().remove(from.name());
        to.folder().entries().put(to.name(), moved);
        touch(from.folder());
        touch(to.folder());
    }

    private void replace(FileNode moved, Place to) {
        if (to.node() instanceof FileNode.Folder) {
            if (moved instanceof FileNode.Regular) {
                throw new WasiError(WasiError.IS_DIRECTORY);
            }
            removeFolder(to);
        } else {
            if (moved instanceof FileNode.Folder) {
                throw new WasiError(WasiError.NOT_A_DIRECTORY);
            }
            unlink(to);
        }
    }

    private static boolean contains(FileNode node, FileNode.Folder wanted) {
        if (node == wanted) {
            return true;
        }
        if (node instanceof FileNode.Folder folder) {
            for (Map.Entry<String, FileNode> entry : folder.entries().entrySet()) {
                if (entry.getValue() instanceof FileNode.Folder && contains(entry.getValue(), wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void touch(FileNode node) {
        node.modified = now();
        node.changed = node.modified;
    }
}
