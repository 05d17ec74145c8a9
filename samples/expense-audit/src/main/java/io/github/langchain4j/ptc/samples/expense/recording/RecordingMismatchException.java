package io.github.langchain4j.ptc.samples.expense.recording;

/** The recorded model was asked something that it has no answer to. The message shows the difference. */
public final class RecordingMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RecordingMismatchException(String message) {
        super(message);
    }
}
