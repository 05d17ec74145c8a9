package io.github.langchain4j.ptc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FileTreeTest {

    private final FileTree files = new FileTree(64 << 10);

    private FileNode.Regular create(String path) {
        return files.createFile(files.resolve(files.root(), path));
    }

    private FileTree.Place place(String path) {
        return files.resolve(files.root(), path);
    }

    private static void assertErrno(int errno, Runnable what) {
        assertThatThrownBy(what::run)
                .isInstanceOfSatisfying(
                        WasiError.class, error -> assertThat(error.errno()).isEqualTo(errno));
    }

    @Test
    void noPathLeadsOutOfTheFolder() {
        files.createFolder(place("a"));

        assertErrno(WasiError.NOT_CAPABLE, () -> place(".."));
        assertErrno(WasiError.NOT_CAPABLE, () -> place("../etc/passwd"));
        assertErrno(WasiError.NOT_CAPABLE, () -> place("a/../../etc"));
        assertErrno(WasiError.NOT_CAPABLE, () -> place("/etc/passwd"));
        assertErrno(WasiError.NO_ENTRY, () -> place(""));
        assertThat(place("a/..").existing()).isSameAs(files.root());
        assertThat(place("a/./../a//").existing()).isSameAs(place("a").node());
    }

    @Test
    void contentIsBoundedByTheQuotaAndGivenBack() {
        FileNode.Regular file = create("big");
        byte[] megabyte = new byte[1 << 20];

        assertErrno(WasiError.FILE_TOO_BIG, () -> file.write(0, megabyte, 0, megabyte.length, files.quota()));
        int written = file.write(0, megabyte, 0, 64 << 10, files.quota());
        assertThat(written).isEqualTo(60 << 10);
        assertErrno(WasiError.NO_SPACE, () -> file.write(written, megabyte, 0, 1, files.quota()));

        files.removeFile(place("big"));
        assertThat(create("next").write(0, megabyte, 0, 32 << 10, files.quota()))
                .isEqualTo(32 << 10);
    }

    @Test
    void emptyFilesAndFoldersCountToo() {
        assertErrno(WasiError.NO_SPACE, () -> {
            for (int i = 0; i < 100; i++) {
                if (i % 2 == 0) {
                    create("f" + i);
                } else {
                    files.createFolder(place("d" + i));
                }
            }
        });
        assertThat(files.root().entries()).hasSize(64);
    }

    @Test
    void aSparseFileTakesNoRoomButCannotClaimMoreThanThereIs() {
        FileNode.Regular file = create("sparse");
        file.resize(60 << 10, files.quota());
        byte[] read = {1, 2, 3};

        assertThat(file.read(50_000, read, 0, 3)).isEqualTo(3);
        assertThat(read).containsOnly(0);
        assertErrno(WasiError.FILE_TOO_BIG, () -> file.resize(1L << 40, files.quota()));
        assertErrno(WasiError.FILE_TOO_BIG, () -> file.write(1L << 60, read, 0, 3, files.quota()));
        assertErrno(WasiError.INVALID, () -> file.write(Long.MAX_VALUE, read, 0, 3, files.quota()));
    }

    @Test
    void whatIsCutOffReadsAsZerosLater() {
        FileNode.Regular file = create("x");
        file.write(0, new byte[] {1, 2, 3, 4, 5}, 0, 5, files.quota());
        file.resize(2, files.quota());
        file.resize(5, files.quota());
        byte[] read = new byte[5];

        assertThat(file.read(0, read, 0, 5)).isEqualTo(5);
        assertThat(read).containsExactly(1, 2, 0, 0, 0);
    }

    @Test
    void aRemovedFileLivesOnWhileItIsOpen() {
        FileNode.Regular file = create("x");
        Descriptors descriptors = new Descriptors(files);
        int number = descriptors.add(new Descriptor.OpenFile(file, true, true, false));
        file.write(0, new byte[8192], 0, 8192, files.quota());

        files.removeFile(place("x"));
        assertThat(file.size()).isEqualTo(8192);
        descriptors.close(number);

        assertThat(file.size()).isZero();
        assertErrno(WasiError.BAD_DESCRIPTOR, () -> descriptors.get(number));
    }

    @Test
    void renamingReplacesFilesAndKeepsFoldersTrees() {
        create("a").write(0, new byte[] {1}, 0, 1, files.quota());
        create("b").write(0, new byte[] {2}, 0, 1, files.quota());
        files.createFolder(place("d"));
        files.createFolder(place("d/e"));

        files.rename(place("a"), place("b"));
        assertThat(place("a").node()).isNull();
        assertThat(place("b").node().size()).isEqualTo(1);

        assertErrno(WasiError.INVALID, () -> files.rename(place("d"), place("d/e/f")));
        assertErrno(WasiError.IS_DIRECTORY, () -> files.rename(place("b"), place("d")));
        assertErrno(WasiError.NOT_A_DIRECTORY, () -> files.rename(place("d"), place("b")));
        assertErrno(WasiError.INVALID, () -> files.rename(place("."), place("x")));
        assertErrno(WasiError.NOT_EMPTY, () -> files.removeFolder(place("d")));
        files.rename(place("d/e"), place("e"));
        files.removeFolder(place("d"));
        assertThat(files.root().entries()).containsOnlyKeys("b", "e");
    }

    @Test
    void descriptorsAreBoundedAndTheInterpretersOwnStayOpen() {
        Descriptors descriptors = new Descriptors(files);
        FileNode.Regular file = create("x");
        assertErrno(WasiError.TOO_MANY_OPEN, () -> {
            for (int i = 0; i < 100; i++) {
                descriptors.checkRoom();
                descriptors.add(new Descriptor.OpenFile(file, true, false, false));
            }
        });
        for (int i = 0; i < 200; i++) {
            try {
                descriptors.close(i);
            } catch (WasiError notOpen) {
                assertThat(notOpen.errno()).isEqualTo(WasiError.BAD_DESCRIPTOR);
            }
        }
        assertThat(descriptors.get(0)).isInstanceOf(Descriptor.Console.class);
        assertThat(descriptors.folder(Descriptors.FOLDER)).isSameAs(files.root());
        assertErrno(WasiError.BAD_DESCRIPTOR, () -> descriptors.get(4));
    }
}
