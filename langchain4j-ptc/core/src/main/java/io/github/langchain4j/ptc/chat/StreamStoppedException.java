package io.github.langchain4j.ptc.chat;

/** Nobody waits for the model's response any more. Ends the loop; never reaches a caller. */
final class StreamStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StreamStoppedException() {
        super("The call was cancelled or the model closed", null, false, false);
    }
}
