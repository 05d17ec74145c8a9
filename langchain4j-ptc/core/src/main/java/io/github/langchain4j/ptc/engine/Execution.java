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
    private final Outbox outbox;

    private final ReentrantLock lock = new ReentrantLock();
    private final ExecutionClock clock; // guarded by lock
    private final OpenCalls calls; // guarded by lock
    private boolean attended; // guarded by lock; a thread is in next()
    private boolean idle; // guarded by lock; the runner's last word, not contradicted since
    private Deadline wake = Deadline.NEVER; // guarded by lock; while idle
    private boolean suspended; // guarded by lock
    private boolean restless; // guarded by lock; suspended while it was not idle
    private Outcome verdict; // guarded by lock; decided by the host, before the end is told
    private Event.Ended ended; // guarded by lock
    private Future<?> watch; // guarded by lock
    private Future<?> expiry; // guarded by lock; while suspended
    private final AnswerHold held = new AnswerHold(); // guarded by lock; only of stepped programs
    private Future<?> release; // guarded by lock; of held answers
    private Duration serviceTime; // guarded by lock; of the interpreter, when it was looked at last

    // Only used by the thread in next().
    private final Transcript transcript;

    Execution(Session session, int number, Program program) {
        this.session = session;
        this.number = number;
        this.program = program;
        this.limits = session.limits();
        program.tools().forEach(tool -> tools.put(tool.name(), tool));
        this.outbox = new Outbox(session.interpreter());
        this.serviceTime = session.interpreter().serviceTime();
        this.clock = new ExecutionClock(limits);
        this.calls = new OpenCalls(limits.callsInFlight());
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
        outbox.add(run);
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
            if (attended) {
                throw new IllegalStateException("Another thread is already waiting for events of this program");
            }
            attended = true;
            if (suspended) {
                suspended = false;
                expiry.cancel(false);
                // After the answers: no timer may fire before the program has seen them.
                outbox.add(HostMessages.resume(number));
                letGo();
            }
            awaitRelease();
            updateClock();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            attended = false;
            updateClock();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Compute time runs while the program can run and the host listens. While nobody takes events, a program with open
     * calls is the caller's to wait for: its time must not count as the program's.
     */
    private void updateClock() {
        if (ended != null || verdict != null) {
            clock.stopped();
        } else if (suspended && restless) {
            clock.running(); // its threads do not rest because its caller does
        } else if (suspended) {
            clock.suspended();
        } else if (idle) {
            clock.idle(wake.isNever() ? null : wake.remaining());
        } else if (!attended && !calls.isEmpty()) {
            clock.idle(null);
        } else {
            clock.running();
        }
    }

    private Event step(Deadline by) throws InterpreterDiedException, InterruptedException, ProtocolException {
        if (mayGo()) {
            outbox.send();
        }
        Frame frame = session.interpreter().receive(by);
        lock.lock();
        try {
            creditServiceTime();
        } finally {
            lock.unlock();
        }
        return frame == null ? new Event.TimedOut() : handle(frame);
    }

    private boolean mayGo() {
        lock.lock();
        try {
            return !held.isHolding() || letGoIfDue();
        } finally {
            lock.unlock();
        }
    }

    /** What the service between host and interpreter took is no time of the program. Needs the lock. */
    private void creditServiceTime() {
        Duration total = session.interpreter().serviceTime();
        clock.credit(total.minus(serviceTime));
        serviceTime = total;
    }

    /** Lets held answers go, if nothing speaks for holding them any longer. Needs the lock. */
    private boolean letGoIfDue() {
        boolean due = held.isHolding() && (idle && calls.isEmpty() || held.nanosLeft() == 0);
        if (due) {
            letGo();
        }
        return due;
    }

    /** From now on the program can run with the answers that were held. Needs the lock. */
    private void letGo() {
        if (held.isHolding()) {
            held.release();
            awake();
        }
    }

    /** Has held answers go when their time is over, while a thread takes events. Needs the lock. */
    private void awaitRelease() {
        if (held.isHolding() && release == null) {
            release = session.threads().afterNanos(held.nanosLeft(), this::release);
        }
    }

    private void release() {
        lock.lock();
        try {
            release = null;
            if (ended != null || verdict != null || !attended) {
                return;
            }
            if (!letGoIfDue()) {
                awaitRelease();
                return;
            }
        } finally {
            lock.unlock();
        }
        session.threads().execute(this::sendQuietly);
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
            awake();
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
            awake();
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
                letGo(); // all calls were answered before the program was known to wait for nothing else
                return null; // crossed with the last answer, or a lie: a program with no open call is never idle
            }
            idle = true;
            wake = message.wakeAfter().map(Deadline::in).orElse(Deadline.NEVER);
            updateClock();
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

    /** The program can run again. Needs the lock. */
    private void awake() {
        idle = false;
        wake = Deadline.NEVER;
        updateClock();
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
            if (ended != null || verdict != null || call.program() != number || !calls.close(call.call())) {
                return false;
            }
            outbox.add(frame);
            sendNow = goesNow() && attended;
        } finally {
            lock.unlock();
        }
        if (sendNow) {
            session.threads().execute(this::sendQuietly);
        }
        return true;
    }

    /** Whether an answer that was just added goes at once, or waits for others. Needs the lock. */
    private boolean goesNow() {
        if (!session.traits().stepped()) {
            awake();
            return true;
        }
        held.add();
        if (letGoIfDue()) {
            return true;
        }
        if (attended) {
            awaitRelease();
        }
        return false;
    }

    private void sendQuietly() {
        try {
            outbox.send();
        } catch (InterpreterDiedException e) {
            // The thread in next() learns of it by itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            if (ended != null || verdict != null || suspended) {
                return;
            }
            if (attended) {
                throw new IllegalStateException("A program cannot be suspended while a thread waits for its events");
            }
            suspended = true;
            letGo();
            restless = !idle;
            outbox.add(HostMessages.suspend(number));
            updateClock();
            expiry = session.threads()
                    .after(
                            expires,
                            () -> condemn(new Outcome.LimitHit(Limit.SUSPENSION, LimitTexts.suspension(expires))));
        } finally {
            lock.unlock();
        }
        session.threads().execute(this::sendQuietly);
    }

    /** Ends the program at once; {@link #next} then tells {@link Outcome.Cancelled}. The session is lost. Idempotent. */
    public void cancel(CancelReason why) {
        condemn(new Outcome.Cancelled(why));
    }

    private void checkLimits() {
        Limit exceeded;
        lock.lock();
        try {
            if (ended != null || verdict != null) {
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
            if (ended != null || verdict != null) {
                return;
            }
            verdict = outcome;
            calls.clear();
            updateClock();
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
            updateClock();
            if (watch != null) {
                watch.cancel(false);
            }
            if (expiry != null) {
                expiry.cancel(false);
            }
            if (release != null) {
                release.cancel(false);
            }
        } finally {
            lock.unlock();
        }
        session.over(this, spent.isPresent());
        return end;
    }
}
