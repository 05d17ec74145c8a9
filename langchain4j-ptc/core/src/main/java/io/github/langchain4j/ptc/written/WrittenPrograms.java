package io.github.langchain4j.ptc.written;

import java.util.List;

/**
 * The programs of a reply. Immutable.
 *
 * @param start where the first of them begins
 * @param before what the reply says before the first of them; may be empty
 * @param reply the reply to the end of the last one: what it says after that cannot know the results
 * @param arguments of the code tool, for each program
 */
public record WrittenPrograms(int start, String before, String reply, List<String> arguments) {

    public WrittenPrograms {
        arguments = List.copyOf(arguments);
    }
}
