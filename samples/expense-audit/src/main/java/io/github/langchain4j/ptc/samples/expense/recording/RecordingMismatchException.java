package io.github.langchain4j.ptc.samples.expense.recording;

import dev.langchain4j.exception.NonRetriableException;

/** The recorded model was asked something that it has no answer to. The message shows the difference. */
public final class RecordingMismatchException extends NonRetriableException {

    private static final long serialVersionUID = 1L;

    RecordingMismatchException(String message) {
        super(message);
    }
}
