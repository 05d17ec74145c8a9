package io.github.langchain4j.ptc.engine;

/**
 * Names one call of a tool by one program of one session.
 *
 * @param program number of the program in its session, from 1
 * @param call number of the call, chosen by the runner, unique in the program
 */
public record CallId(int program, long call) {

    @Override
    public String toString() {
        return program + "." + call;
    }
}
