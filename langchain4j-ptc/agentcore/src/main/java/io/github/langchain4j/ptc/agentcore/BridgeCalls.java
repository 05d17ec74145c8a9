package io.github.langchain4j.ptc.agentcore;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Calls of one session's bridge. Every call may be executed several times with the effect of one, so it is repeated for as
 * long as the service, or the way to it, fails: that bridges throttling, lost connections and responses that were cut.
 * Thread-safe; holds no thread.
 */
final class BridgeCalls {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 3_000;

    /** Of failures that the passing of time alone does not mend. */
    private static final int ATTEMPTS = 4;

    private static final int SMALLEST_RESPONSE = 1024;

    private final CodeInterpreterService service;
    private final String session;
    private final AgentCoreSettings settings;
    private final ScheduledExecutorService timer;
    private final AtomicInteger responseSize;
    private volatile CompletableFuture<?> running = CompletableFuture.completedFuture(null);
    private volatile boolean stopped;

    BridgeCalls(
            CodeInterpreterService service,
            String session,
            AgentCoreSettings settings,
            ScheduledExecutorService timer) {
        this.service = service;
        this.session = session;
        this.settings = settings;
        this.timer = timer;
        this.responseSize = new AtomicInteger(settings.responseBytes());
    }

    AgentCoreSettings settings() {
        return settings;
    }

    /**
     * Makes a call.
     *
     * @param code what to execute, for the number of characters that may be printed, which gets smaller when the service
     *     cuts what is printed
     * @param expected whether an envelope is the one that was asked for
     * @return the envelope, or {@link SessionLostException}
     */
    CompletableFuture<Envelope> call(IntFunction<String> code, Predicate<Envelope> expected) {
        Call call = new Call(code, expected);
        call.attempt();
        return call.result;
    }

    /** Makes no more attempts and gives up the one that is under way. */
    void stop() {
        stopped = true;
        running.cancel(true);
    }

    private final class Call {

        private final IntFunction<String> code;
        private final Predicate<Envelope> expected;
        private final CompletableFuture<Envelope> result = new CompletableFuture<>();
        // One attempt at a time, each made after the one before.
        private long failingSince;
        private int attempts;
        private int stubborn;

        Call(IntFunction<String> code, Predicate<Envelope> expected) {
            this.code = code;
            this.expected = expected;
        }

        private void attempt() {
            if (stopped) {
                lose("it was stopped", null);
                return;
            }
            attempts++;
            try {
                CompletableFuture<CodeInterpreterService.Printed> printed =
                        service.execute(session, code.apply(responseSize.get()), settings.requestTime());
                running = printed;
                printed.whenComplete(this::done);
            } catch (RuntimeException e) { // of a client that is closed
                lose(ServiceErrors.describe(e), e);
            }
        }

        private void done(CodeInterpreterService.Printed printed, Throwable failure) {
            try {
                if (failure != null) {
                    failed(failure);
                } else {
                    answered(printed);
                }
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
                throw e;
            }
        }

        private void failed(Throwable failure) {
            String what = ServiceErrors.describe(failure);
            switch (ServiceErrors.kind(failure)) {
                case PASSING -> repeat(what, failure);
                case CREDENTIALS -> repeatStubbornly("AWS credentials were refused: " + what, failure);
                case GONE -> lose("the service knows the session no more: it has expired, or was stopped", failure);
                case LASTING -> lose(what, failure);
                default -> throw new IllegalStateException();
            }
        }

        private void answered(CodeInterpreterService.Printed printed) {
            Envelope envelope = null;
            for (String text : printed.texts()) {
                envelope = Envelope.read(text);
                if (expected.test(envelope)) {
                    result.complete(envelope);
                    return;
                } else if (!(envelope instanceof Envelope.Garbled)) {
                    break;
                }
            }
            if (envelope instanceof Envelope.Gone) {
                lose("the service restarted the session's Python", null);
            } else if (envelope instanceof Envelope.Refused refused) {
                result.completeExceptionally(new SessionLostException(refused.why(), false));
            } else if (envelope instanceof Envelope.Busy) {
                repeat("the step before did not end", null);
            } else {
                responseSize.updateAndGet(size -> Math.max(SMALLEST_RESPONSE, size / 2));
                repeatStubbornly(
                        printed.error()
                                ? "the service failed to execute the code of a step"
                                : "what the sandbox printed is no response to a step",
                        null);
            }
        }

        private void repeat(String what, Throwable failure) {
            long now = System.nanoTime();
            if (failingSince == 0) {
                failingSince = now;
            }
            if (now - failingSince > settings.patience().toNanos()) {
                lose(what + ", again and again for " + settings.patience().toSeconds() + " s", failure);
                return;
            }
            long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts - 1, 10));
            pause = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
            try {
                timer.schedule(this::attempt, pause, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                lose("the sandbox was closed", failure);
            }
        }

        /** A cut response halves the size of the next; the last sizes would not help, either. */
        private void repeatStubbornly(String what, Throwable failure) {
            int most = failure == null
                    ? Math.max(ATTEMPTS, 2 + log2(settings.responseBytes() / SMALLEST_RESPONSE))
                    : ATTEMPTS;
            if (++stubborn >= most) {
                lose(what, failure);
            } else {
                repeat(what, failure);
            }
        }

        private static int log2(int number) {
            return 32 - Integer.numberOfLeadingZeros(Math.max(1, number));
        }

        private void lose(String what, Throwable failure) {
            result.completeExceptionally(new SessionLostException(what, failure));
        }
    }
}
