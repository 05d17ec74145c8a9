package io.github.langchain4j.ptc.docker;

import com.fasterxml.jackson.databind.node.IntNode;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.List;

/** A JVM that is ended while hostile programs run in its sessions; see {@link KilledJvmTest}. */
final class VictimMain {

    /** Each calls the tool when it is at its worst. */
    static final List<String> PROGRAMS = List.of(
            // Heeds no signal.
            """
            import signal
            for number in range(1, signal.NSIG):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            echo(1)
            while True:
                pass
            """,
            // Leaves children in sessions of their own, which keep all pipes open and heed no signal.
            """
            import os, signal, time
            for _ in range(3):
                if os.fork() == 0:
                    os.setsid()
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    signal.signal(signal.SIGHUP, signal.SIG_IGN)
                    while True:
                        time.sleep(1)
            echo(1)
            time.sleep(100000)
            """,
            // Floods a host that does not listen.
            """
            echo(1)
            while True:
                print('x' * 100000)
            """,
            // Reads nothing of what the host sends, and waits in a call that nobody answers.
            """
            echo(1)
            import time
            time.sleep(100000)
            """);

    private VictimMain() {}

    /** Says which label its containers have, when all programs run, and then waits to be killed, or exits with 3. */
    @SuppressWarnings("try") // nothing is closed: that is what this is about
    public static void main(String[] arguments) throws Exception {
        DockerSandbox sandbox = DockerSandbox.create();
        Engine engine = new Engine(sandbox, TestPrograms.ROOMY);
        for (String program : PROGRAMS) {
            Execution execution = TestPrograms.inCall(engine.open(), program);
            execution.answer(new CallId(1, 1), new ToolOutcome.Value(IntNode.valueOf(1)));
            execution.next(Deadline.in(Duration.ofSeconds(1))); // delivers the answer
        }
        System.out.println("label " + sandbox.label());
        System.in.read();
        if (arguments[0].equals("exits")) {
            System.exit(3);
        }
        Thread.sleep(Deadline.NEVER.remaining().toMillis());
    }
}
