package io.github.langchain4j.ptc.chat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One streamed call: the caller's handler, which is told how it ends once, and the handle that cancels it. A thread of
 * ours is in it while the loop runs; parts of responses come on threads of the model. Thread-safe.
 */
final class StreamedCall implements StreamingHandle {

    private static final Logger LOG = LoggerFactory.getLogger(StreamedCall.class);
    private static final long INTERRUPT_AGAIN_MILLIS = 100;

    private enum State {
        RUNNING,
        /** The handler has been told the end, or is just being told. */
        OVER,
        /** Nothing is told any more. */
        STOPPED
    }

    private final StreamingChatResponseHandler handler;
    private final Consumer<StreamedCall> whenOver;
    private final ToolCallNumbers numbers = new ToolCallNumbers();
    private final Object lock = new Object();
    private State state = State.RUNNING; // guarded by lock
    private Thread worker; // guarded by lock; in the loop
    private boolean telling; // guarded by lock; the worker is in a callback
    private ModelStream stream; // guarded by lock; the model's response that comes
    private volatile boolean cancelled;

    /**
     * @param handler the caller's
     * @param whenOver told once, when the handler has been or is being told the end, or nothing is told any more
     */
    StreamedCall(StreamingChatResponseHandler handler, Consumer<StreamedCall> whenOver) {
        this.handler = handler;
        this.whenOver = whenOver;
    }

    ToolCallNumbers numbers() {
        return numbers;
    }

    boolean isRunning() {
        synchronized (lock) {
            return state == State.RUNNING;
        }
    }

    /**
     * Runs the loop on this thread and tells the handler how it ends.
     *
     * @param loop gives the response
     * @param untold takes the response if the call was stopped before the handler could be told
     */
    void run(Supplier<ChatResponse> loop, Consumer<ChatResponse> untold) {
        if (!enter()) {
            return;
        }
        ChatResponse response;
        try {
            response = loop.get();
        } catch (Throwable e) {
            leave();
            fail(e instanceof ModelFailure failure ? failure.getCause() : e);
            return;
        }
        leave();
        complete(response, untold);
    }

    private boolean enter() {
        synchronized (lock) {
            if (state == State.RUNNING) {
                worker = Thread.currentThread();
            }
            return state == State.RUNNING;
        }
    }

    private void leave() {
        synchronized (lock) {
            worker = null;
            if (state == State.STOPPED) {
                Thread.interrupted(); // it was for the loop, not for what this thread does next
            }
        }
    }

    private void complete(ChatResponse response, Consumer<ChatResponse> untold) {
        for (CompleteToolCall outgoing : numbers.outgoing(response.aiMessage().toolExecutionRequests())) {
            tell(told -> told.onCompleteToolCall(outgoing));
        }
        if (end(State.OVER)) {
            try {
                handler.onCompleteResponse(response);
            } catch (Throwable e) {
                tellError(e);
            }
        } else {
            giveUp(response, untold);
        }
    }

    private static void giveUp(ChatResponse response, Consumer<ChatResponse> untold) {
        try {
            untold.accept(response);
        } catch (RuntimeException e) {
            LOG.debug("The loop was closed before the response could be given up", e);
        }
    }

    /** Ends the call with a failure, unless it has ended. */
    void fail(Throwable failure) {
        if (end(State.OVER)) {
            tellError(failure);
        } else {
            LOG.debug("Ignored a failure after the end of the call", failure);
        }
    }

    /** Ends the call as {@link #cancel()} does, but tells the handler why. */
    void abort(Throwable why) {
        if (end(State.STOPPED)) {
            tellError(why);
        }
    }

    /** Ends the call: nothing more is told, whatever the model or a program does. */
    @Override
    public void cancel() {
        cancelled = true;
        end(State.STOPPED);
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    /** A response of the model comes; it is stopped when the call is. */
    void listensTo(ModelStream coming) {
        synchronized (lock) {
            if (state != State.RUNNING) {
                throw new StreamStoppedException();
            }
            stream = coming;
        }
    }

    void listensToNone() {
        synchronized (lock) {
            stream = null;
        }
    }

    /**
     * Makes a callback unless the call is over. A handler that fails is told of it, and the call goes on, as with
     * LangChain4j's own models.
     */
    void tell(Consumer<StreamingChatResponseHandler> callback) {
        boolean onWorker;
        synchronized (lock) {
            if (state != State.RUNNING) {
                return;
            }
            onWorker = Thread.currentThread() == worker;
            telling |= onWorker;
        }
        try {
            callback.accept(handler);
        } catch (Throwable e) {
            if (isRunning()) {
                tellError(e);
            } else {
                LOG.debug("A handler failed after it had cancelled the call", e);
            }
        } finally {
            if (onWorker) {
                told();
            }
        }
    }

    /** The interrupt that was put off, so as not to hit the handler, is due. */
    private void told() {
        synchronized (lock) {
            telling = false;
            if (state == State.STOPPED) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void tellError(Throwable error) {
        try {
            handler.onError(error);
        } catch (Throwable e) {
            LOG.warn("The handler of a streamed response failed in onError", e);
        }
    }

    private boolean end(State how) {
        ModelStream stopping;
        synchronized (lock) {
            if (state != State.RUNNING) {
                return false;
            }
            state = how;
            stopping = stream;
        }
        whenOver.accept(this);
        try {
            if (stopping != null) {
                stopping.stop();
            }
        } finally {
            interruptUntilLeft();
        }
        return true;
    }

    /** One interrupt ends the loop, but a tool on the thread of the loop may swallow it. */
    private void interruptUntilLeft() {
        synchronized (lock) {
            if (worker == null) {
                return;
            }
            if (!telling) {
                worker.interrupt();
            }
        }
        CompletableFuture.delayedExecutor(INTERRUPT_AGAIN_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(this::interruptUntilLeft);
    }
}
