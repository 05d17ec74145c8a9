package io.github.langchain4j.ptc.embedded;

/** A system call failed in an ordinary way: the guest gets the error number. Cheap, since programs cause it at will. */
final class WasiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final int SUCCESS = 0;
    static final int BAD_DESCRIPTOR = 8;
    static final int EXISTS = 20;
    static final int FILE_TOO_BIG = 22;
    static final int INVALID = 28;
    static final int IS_DIRECTORY = 31;
    static final int TOO_MANY_OPEN = 33;
    static final int NAME_TOO_LONG = 37;
    static final int NO_ENTRY = 44;
    static final int NO_SPACE = 51;
    static final int NO_SYSTEM_CALL = 52;
    static final int NOT_A_DIRECTORY = 54;
    static final int NOT_EMPTY = 55;
    static final int NOT_A_SOCKET = 57;
    static final int NOT_SUPPORTED = 58;
    static final int NOT_PERMITTED = 63;
    static final int NOT_SEEKABLE = 70;
    static final int NOT_CAPABLE = 76;

    private final int errno;

    WasiError(int errno) {
        super("errno " + errno, null, false, false);
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
