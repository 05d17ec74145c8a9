package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.engine.Outcome.Limit;
import io.github.langchain4j.ptc.protocol.HostMessages;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.protocol.RunnerMessage;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One program running in a session.
 *
 * <p>One thread at a time takes events with {@link #next}; it is the only thread held, and only while it waits there.
 * {@link #answer}, {@link #cancel} and {@link #suspend} may be called from any thread. A program that is not attended to
 * is ended by its limits all the same.
 */
public final class Execution {

    private final Session session;
    private final int number;
    private final Program program;
    private final Limits limits;
    private final Map<String, ToolDescriptor> tools = new HashMap<>(); // never changed after construction

    private final ReentrantLock lock = new ReentrantLock();
    private final ExecutionClock clock; // guarded by lock
    private final OpenCalls calls; // guarded by lock
    private final Activity activity; // guarded by lock
    private final Outgoing outgoing; // its methods say which of them need the lock
    private Outcome verdict; // guarded by lock; decided by the host, before the end is told
    private Event.Ended ended; // guarded by lock
    private Future<?> watch; // guarded by lock
    private Future<?> expiry; // guarded by lock; while suspended
    private Duration serviceTime; // guarded by lock; of the interpreter, when it was looked at last

    // Only used by the thread in next().
    private final Transcript transcript;

    Execution(Session session, int number, Program program) {
        this.session = session;
        this.number = number;
        this.program = program;
        this.limits = session.limits();
        program.tools().forEach(tool -> tools.put(tool.name(), tool));
        this.serviceTime = session.interpreter().serviceTime();
        this.clock = new ExecutionClock(limits);
        this.calls = new OpenCalls(limits.callsInFlight());
        this.activity = new Activity(clock, calls);
        this.outgoing = new Outgoing(session, lock, activity);
        this.transcript = new Transcript(limits);
    }

    /** Sends the program on its way with the first {@link #next}. */
    void begin() {
        int codeBytes = program.code().getBytes(StandardCharsets.UTF_8).length;
        if (codeBytes > limits.codeBytes()) {
            end(new Outcome.LimitHit(Limit.CODE, LimitTexts.code(codeBytes, limits)), List.of(), Optional.empty());
            return;
        }
        Frame run = ProgramMessage.of(number, program, limits);
        if (run.payload().length > limits.interpreter().maxFrameBytes()) {
            end(new Outcome.LimitHit(Limit.CODE, LimitTexts.tooManyTools(limits)), List.of(), Optional.empty());
            return;
        }
        outgoing.add(run);
        lock.lock();
        try {
            watch = session.threads().afterNanos(clock.nanosToNextCheck(), this::checkLimits);
        } finally {
            lock.unlock();
        }
    }

    /** The number of this program in its session, from 1. */
    public int number() {
        return number;
    }

    /**
     * Waits for the next event. Ends a suspension. After {@link Event.Ended} it returns the same event again.
     *
     * @param by when to stop waiting with {@link Event.TimedOut}; the program goes on
     * @throws InterruptedException if the thread is interrupted; no event is lost
     * @throws IllegalStateException if another thread is in this method
     */
    public Event next(Deadline by) throws InterruptedException {
        if (!attend()) {
            return ended;
        }
        try {
            Event event = null;
            while (event == null) {
                event = step(by);
            }
            return event;
        } catch (InterpreterDiedException e) {
            return lost(e.death());
        } catch (ProtocolException e) {
            condemn(new Outcome.SessionLost("The sandbox broke the protocol: it sent " + e.getMessage()
                    + ". Variables and files of the session are gone."));
            return lost(new Death(KillReason.PROTOCOL_VIOLATION, e.getMessage()));
        } finally {
            leave();
        }
    }

    private boolean attend() {
        lock.lock();
        try {
            if (ended != null) {
                return false;
            }
            if (activity.isAttended()) {
                throw new IllegalStateException("Another thread is already waiting for events of this program");
            }
            boolean resumed = activity.isSuspended();
            activity.attend();
            if (resumed) {
                expiry.cancel(false);
                // After the answers: no timer may fire before the program has seen them.
                outgoing.add(HostMessages.resume(number));
                outgoing.letGo();
            }
            outgoing.awaitRelease();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            activity.leave();
        } finally {
            lock.unlock();
        }
    }

    private Event step(Deadline by) throws InterpreterDiedException, InterruptedException, ProtocolException {
        outgoing.send();
        Frame frame = session.interpreter().receive(by);
        lock.lock();
        try {
            creditServiceTime();
        } finally {
            lock.unlock();
        }
        return frame == null ? new Event.TimedOut() : handle(frame);
    }

    /** What the service between host and interpreter took is no time of the program. Needs the lock. */
    private void creditServiceTime() {
        Duration total = session.interpreter().serviceTime();
        clock.credit(total.minus(serviceTime));
        serviceTime = total;
    }

    private Event handle(Frame frame) throws ProtocolException {
        if (!transcript.hasRoomForFrame()) {
            condemn(new Outcome.LimitHit(Limit.FRAMES, LimitTexts.frames()));
            return null;
        }
        RunnerMessage message = session.reader().read(frame);
        if (message instanceof RunnerMessage.Chunk chunk) {
            transcript.files().chunk(chunk);
            return null;
        }
        if (!(message instanceof RunnerMessage.OfProgram ofProgram)) {
            throw new ProtocolException("a message that has no place in a program");
        }
        if (ofProgram.program() != number) {
            return null; // of an earlier program of this session
        }
        if (condemned() && !(ofProgram instanceof RunnerMessage.Out)) {
            return null;
        }
        return handle(ofProgram);
    }

    private boolean condemned() {
        lock.lock();
        try {
            return verdict != null;
        } finally {
            lock.unlock();
        }
    }

    private Event handle(RunnerMessage.OfProgram message) throws ProtocolException {
        if (message instanceof RunnerMessage.Call call) {
            return called(call);
        } else if (message instanceof RunnerMessage.Out out) {
            return printed(out);
        } else if (message instanceof RunnerMessage.Idle nowIdle) {
            return idle(nowIdle);
        } else if (message instanceof RunnerMessage.Abandon abandon) {
            return abandoned(abandon);
        } else if (message instanceof RunnerMessage.FileStart file) {
            transcript.files().start(file);
            return null;
        }
        RunnerMessage.Ended end = (RunnerMessage.Ended) message;
        return end(Endings.outcome(end.ending(), limits), end.warnings(), end.spent());
    }

    private Event called(RunnerMessage.Call call) throws ProtocolException {
        lock.lock();
        try {
            activity.awake();
            calls.open(call.id());
            if (calls.count() > limits.toolCalls()) {
                condemn(new Outcome.LimitHit(Limit.TOOL_CALLS, LimitTexts.toolCalls(limits)));
                return null;
            }
        } finally {
            lock.unlock();
        }
        CallId id = new CallId(number, call.id());
        if (!tools.containsKey(call.tool())) {
            // Programs cannot call what the runner does not know: this frame is forged. It gains nothing.
            answer(id, new ToolOutcome.Failure("NameError", "there is no such tool"));
            return null;
        }
        return new Event.ToolCalled(id, call.tool(), call.arguments());
    }

    private Event printed(RunnerMessage.Out out) {
        lock.lock();
        try {
            activity.awake();
        } finally {
            lock.unlock();
        }
        Optional<Event.Printed> printed = transcript.print(out);
        if (printed.isEmpty()) {
            condemn(new Outcome.LimitHit(Limit.OUTPUT, LimitTexts.output(limits)));
        }
        return printed.orElse(null);
    }

    private Event idle(RunnerMessage.Idle message) {
        lock.lock();
        try {
            if (calls.isEmpty()) {
                outgoing.letGo(); // all calls were answered before the program was known to wait for nothing else
                return null; // crossed with the last answer, or a lie: a program with no open call is never idle
            }
            activity.idle(message.wakeAfter().map(Deadline::in).orElse(Deadline.NEVER));
            return new Event.Idle(message.wakeAfter());
        } finally {
            lock.unlock();
        }
    }

    private Event abandoned(RunnerMessage.Abandon message) {
        lock.lock();
        try {
            List<CallId> ids = calls.closeAll(message.ids()).stream()
                    .map(id -> new CallId(number, id))
                    .toList();
            return ids.isEmpty() ? null : new Event.Abandoned(ids);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Answers a call. Never blocks.
     *
     * @return false if the call is unknown, was answered before, or is no longer waited for; the answer is dropped then
     */
    public boolean answer(CallId call, ToolOutcome answer) {
        Frame frame = Answers.frame(call, answer, limits.interpreter().maxFrameBytes());
        boolean sendNow;
        lock.lock();
        try {
            if (activity.isOver() || call.program() != number || !calls.close(call.call())) {
                return false;
            }
            sendNow = outgoing.addAnswer(frame);
        } finally {
            lock.unlock();
        }
        if (sendNow) {
            outgoing.sendSoon();
        }
        return true;
    }

    /**
     * Lets the program rest while its calls are answered elsewhere: its clocks and its event loop's timers stand still
     * until {@link #next}. No thread is held. If it is not idle, its compute time goes on.
     *
     * @param expires after this time the program is ended with {@link Outcome.LimitHit}
     * @throws IllegalStateException if a thread is in {@link #next}
     */
    public void suspend(Duration expires) {
        lock.lock();
        try {
            if (activity.isOver() || activity.isSuspended()) {
                return;
            }
            if (activity.isAttended()) {
                throw new IllegalStateException("A program cannot be suspended while a thread waits for its events");
            }
            outgoing.letGo();
            activity.suspend();
            outgoing.add(HostMessages.suspend(number));
            expiry = session.threads()
                    .after(
                            expires,
                            () -> condemn(new Outcome.LimitHit(Limit.SUSPENSION, LimitTexts.suspension(expires))));
        } finally {
            lock.unlock();
        }
        outgoing.sendSoon();
    }

    /** Ends the program at once; {@link #next} then tells {@link Outcome.Cancelled}. The session is lost. Idempotent. */
    public void cancel(CancelReason why) {
        condemn(new Outcome.Cancelled(why));
    }

    private void checkLimits() {
        Limit exceeded;
        lock.lock();
        try {
            if (activity.isOver()) {
                return;
            }
            creditServiceTime();
            exceeded = clock.exceeded();
            if (exceeded == null) {
                watch = session.threads().afterNanos(clock.nanosToNextCheck(), this::checkLimits);
                return;
            }
        } finally {
            lock.unlock();
        }
        condemn(new Outcome.LimitHit(exceeded, LimitTexts.time(exceeded, limits)));
    }

    /** Decides how the program ends and kills the interpreter. The first verdict counts. */
    void condemn(Outcome outcome) {
        lock.lock();
        try {
            if (activity.isOver()) {
                return;
            }
            verdict = outcome;
            calls.clear();
            activity.end();
        } finally {
            lock.unlock();
        }
        KillReason why = Endings.killReason(outcome);
        session.threads().execute(() -> session.interpreter().kill(why));
    }

    private Event.Ended lost(Death death) {
        Outcome outcome;
        lock.lock();
        try {
            outcome = verdict != null
                    ? verdict
                    : new Outcome.SessionLost("The sandbox ended while the program ran: " + death.description()
                            + ". Variables and files of the session are gone.");
        } finally {
            lock.unlock();
        }
        return end(outcome, List.of(), Optional.of(death.description()));
    }

    private Event.Ended end(Outcome outcome, List<String> warnings, Optional<String> spent) {
        List<String> told = new ArrayList<>(warnings);
        Event.Ended end;
        lock.lock();
        try {
            if (verdict == null) {
                spent.ifPresent(why -> {
                    if (!(outcome instanceof Outcome.SessionLost)) {
                        told.add("The session was closed after this program, its variables are gone: " + why);
                    }
                });
            }
            creditServiceTime();
            Usage usage = new Usage(clock.wallTime(), clock.computeTime(), calls.count(), transcript.outputBytes());
            end = new Event.Ended(
                    outcome, transcript.output(), transcript.files().complete(), told, usage);
            ended = end;
            calls.clear();
            activity.end();
            if (watch != null) {
                watch.cancel(false);
            }
            if (expiry != null) {
                expiry.cancel(false);
            }
            outgoing.end();
        } finally {
            lock.unlock();
        }
        session.over(this, spent.isPresent());
        return end;
    }
}
