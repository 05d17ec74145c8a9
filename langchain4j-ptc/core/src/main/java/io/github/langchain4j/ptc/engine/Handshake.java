package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.protocol.HostMessages;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.protocol.RunnerMessage;
import io.github.langchain4j.ptc.protocol.RunnerMessageReader;
import io.github.langchain4j.ptc.protocol.RunnerSource;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.security.SecureRandom;

/** The first messages between engine and runner, before any program. */
final class Handshake {

    /** Seeds cross JSON, whose numbers other software may read as doubles. */
    private static final long SEEDS = 1L << 53;

    private Handshake() {}

    static void perform(Interpreter interpreter, Limits limits, Deadline by) throws InterruptedException {
        int maxFrame = limits.interpreter().maxFrameBytes();
        RunnerMessageReader reader = new RunnerMessageReader(maxFrame);
        try {
            if (!(next(interpreter, reader, by) instanceof RunnerMessage.Hello hello)) {
                throw new ProtocolException("a first message other than hello");
            }
            if (hello.protocol() != RunnerSource.PROTOCOL) {
                throw new SandboxUnavailableException("The sandbox's runner speaks protocol " + hello.protocol()
                        + ", this library speaks " + RunnerSource.PROTOCOL
                        + "; use sandbox and core of the same version");
            }
            interpreter.send(HostMessages.setup(new SecureRandom().nextLong(SEEDS), maxFrame), by);
            interpreter.flush();
            if (!(next(interpreter, reader, by) instanceof RunnerMessage.Ready)) {
                throw new ProtocolException("a second message other than ready");
            }
        } catch (InterpreterDiedException e) {
            throw new SandboxUnavailableException(
                    "The interpreter ended before its first program: "
                            + e.death().description(),
                    e);
        } catch (ProtocolException e) {
            throw new SandboxUnavailableException(
                    "The interpreter does not speak the protocol: it sent " + e.getMessage(), e);
        }
    }

    private static RunnerMessage next(Interpreter interpreter, RunnerMessageReader reader, Deadline by)
            throws InterpreterDiedException, InterruptedException, ProtocolException {
        Frame frame = interpreter.receive(by);
        if (frame == null || by.reached()) { // one that was ready must not make it a matter of luck
            throw new SandboxUnavailableException("The interpreter did not answer in time; the host may be overloaded,"
                    + " or the start time too short (Limits.startTime)");
        }
        return reader.read(frame);
    }
}
