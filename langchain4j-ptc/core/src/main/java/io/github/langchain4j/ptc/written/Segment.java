package io.github.langchain4j.ptc.written;

/**
 * A part of a reply that is no prose.
 *
 * @param kind what it is
 * @param start where it begins
 * @param end where what follows begins
 * @param content the program of a block, without its fences; the arguments of a call, as the model wrote them
 * @param closed whether its end was written
 */
record Segment(Kind kind, int start, int end, String content, boolean closed) {

    enum Kind {
        /** A block that is marked as Python. */
        PYTHON,
        /** A block without a mark. */
        UNMARKED,
        /** A call of the code tool, written as text. */
        CALL,
        /** A block in another language, or what the model thought. */
        OTHER,
        /** The beginning of what may become one of these; only in a reply that still comes. */
        UNKNOWN
    }
}
