package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import java.util.ArrayDeque;

/**
 * Frames on their way to the runner. Adding never blocks; one thread at a time sends. Guarded by the monitor of this
 * object, which is never held while a frame is sent.
 */
final class Outbox {

    private final Interpreter interpreter;
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private boolean sending;

    Outbox(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    synchronized void add(Frame frame) {
        waiting.add(frame);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Sends what waits; returns at once if another thread is sending, which then sends these frames too. */
    void send() throws InterpreterDiedException, InterruptedException {
        boolean any = false;
        for (Frame frame = claim(); frame != null; frame = next()) {
            any = true;
            boolean sent = false;
            try {
                // The watch kills the interpreter when its time is over, which ends this wait.
                interpreter.send(frame, Deadline.NEVER);
                sent = true;
            } finally {
                if (!sent) {
                    putBack(frame);
                }
            }
        }
        if (any) {
            interpreter.flush();
        }
    }

    private synchronized Frame claim() {
        if (sending || waiting.isEmpty()) {
            return null;
        }
        sending = true;
        return waiting.poll();
    }

    private synchronized Frame next() {
        Frame frame = waiting.poll();
        sending = frame != null;
        return frame;
    }

    /** An interrupted thread has sent nothing of the frame, or the interpreter is dead. */
    private synchronized void putBack(Frame frame) {
        waiting.addFirst(frame);
        sending = false;
    }
}
