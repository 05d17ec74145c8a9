package io.github.langchain4j.ptc.samples.expense;

/** Something that the user of the command line must know and can mend. The message is one line. */
final class AuditFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AuditFailure(String message) {
        super(message);
    }

    AuditFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
