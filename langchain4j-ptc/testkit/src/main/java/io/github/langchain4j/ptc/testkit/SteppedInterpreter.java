package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/** An interpreter whose frames move only in {@link #receive}. */
final class SteppedInterpreter implements Interpreter {

    /** A step that sends more than this is handed over in parts, as a service would cut its response. */
    private static final int STEP_BYTES = 4 << 20;

    /** Messages after which the runner has nothing to do until the host says something or a timer fires. */
    private static final Pattern END_OF_STEP =
            Pattern.compile("\\{\\s*\"t\"\\s*:\\s*\"(?:hello|ready|filed|idle|ended)\".*", Pattern.DOTALL);

    private static final Duration LOOK_FOR_KEPT = Duration.ofMillis(2);
    private static final int TYPE_BYTES = 64;
    private static final int FRAME_COST = 64;

    private final Interpreter interpreter;
    private final ConcurrentLinkedQueue<Frame> kept = new ConcurrentLinkedQueue<>();

    // Only used by the thread in receive().
    private final ArrayDeque<Frame> step = new ArrayDeque<>();
    private long stepBytes;
    private boolean stepOver;

    SteppedInterpreter(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    @Override
    public void send(Frame frame, Deadline by) throws InterpreterDiedException {
        if (interpreter.died().toCompletableFuture().isDone()) {
            throw new InterpreterDiedException(
                    interpreter.died().toCompletableFuture().join());
        }
        kept.add(frame);
    }

    @Override
    public Frame receive(Deadline by) throws InterpreterDiedException, InterruptedException {
        while (!stepOver || step.isEmpty()) {
            stepOver = false;
            try {
                if (!stepOn(by)) {
                    return null;
                }
            } catch (InterpreterDiedException e) {
                if (step.isEmpty()) {
                    throw e;
                }
                stepOver = true;
            }
        }
        Frame frame = step.poll();
        stepBytes -= cost(frame);
        return frame;
    }

    /** Moves the step on by a frame; false at the deadline. An answer may come in while the step runs already. */
    private boolean stepOn(Deadline by) throws InterpreterDiedException, InterruptedException {
        while (true) {
            for (Frame frame = kept.poll(); frame != null; frame = kept.poll()) {
                interpreter.send(frame, by);
            }
            Frame frame = interpreter.receive(by.earlier(Deadline.in(LOOK_FOR_KEPT)));
            if (frame != null) {
                gather(frame);
                return true;
            } else if (by.reached()) {
                return false;
            }
        }
    }

    private void gather(Frame frame) {
        step.add(frame);
        stepBytes += cost(frame);
        stepOver = endsStep(frame) || stepBytes > STEP_BYTES;
    }

    private static long cost(Frame frame) {
        return FRAME_COST + frame.payload().length;
    }

    private static boolean endsStep(Frame frame) {
        int length = Math.min(TYPE_BYTES, frame.payload().length);
        return frame.type() == Frame.Type.JSON
                && END_OF_STEP
                        .matcher(new String(frame.payload(), 0, length, StandardCharsets.UTF_8))
                        .matches();
    }

    @Override
    public CompletionStage<Death> died() {
        return interpreter.died();
    }

    @Override
    public void kill(KillReason why) {
        interpreter.kill(why);
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
