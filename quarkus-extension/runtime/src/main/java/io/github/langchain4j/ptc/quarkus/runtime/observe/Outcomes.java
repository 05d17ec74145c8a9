package io.github.langchain4j.ptc.quarkus.runtime.observe;

import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.program.ProgramReport;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Words for how programs end, in metrics and spans: a bounded number of them, whatever programs do. */
final class Outcomes {

    /** For all that has no word of its own. */
    static final String OTHER = "other";

    /** A program can make types of any name. */
    private static final Set<String> EXCEPTIONS = Set.of(
            "ArithmeticError",
            "AssertionError",
            "AttributeError",
            "BaseException",
            "BaseExceptionGroup",
            "BlockingIOError",
            "BrokenPipeError",
            "BufferError",
            "CancelledError",
            "ChildProcessError",
            "ConnectionAbortedError",
            "ConnectionError",
            "ConnectionRefusedError",
            "ConnectionResetError",
            "DeadlockError",
            "EOFError",
            "Exception",
            "ExceptionGroup",
            "FileExistsError",
            "FileNotFoundError",
            "FloatingPointError",
            "GeneratorExit",
            "ImportError",
            "IndentationError",
            "IndexError",
            "InterruptedError",
            "InvalidOperation",
            "IsADirectoryError",
            "JSONDecodeError",
            "KeyError",
            "KeyboardInterrupt",
            "LookupError",
            "MemoryError",
            "ModuleNotFoundError",
            "NameError",
            "NotADirectoryError",
            "NotImplementedError",
            "OSError",
            "OverflowError",
            "PermissionError",
            "ProcessLookupError",
            "RecursionError",
            "ReferenceError",
            "RuntimeError",
            "StopAsyncIteration",
            "StopIteration",
            "SyntaxError",
            "SystemError",
            "TabError",
            "TimeoutError",
            "ToolError",
            "ToolLimitError",
            "TypeError",
            "UnboundLocalError",
            "UnicodeDecodeError",
            "UnicodeEncodeError",
            "UnicodeError",
            "UnicodeTranslateError",
            "ValueError",
            "ZeroDivisionError");

    private Outcomes() {}

    /** How a program ended: {@code returned}, {@code failed}, {@code exited}, {@code limit_hit} and so on. */
    static String name(Outcome outcome) {
        if (outcome instanceof Outcome.Returned) {
            return "returned";
        }
        if (outcome instanceof Outcome.Failed) {
            return "failed";
        }
        if (outcome instanceof Outcome.Exited) {
            return "exited";
        }
        if (outcome instanceof Outcome.LimitHit) {
            return "limit_hit";
        }
        return outcome instanceof Outcome.Cancelled ? "cancelled" : "session_lost";
    }

    /** Which limit it hit, such as {@code wall_time}. */
    static Optional<String> limit(Outcome outcome) {
        return outcome instanceof Outcome.LimitHit hit ? Optional.of(word(hit.limit())) : Optional.empty();
    }

    /** What went wrong: the type of a Python exception, the limit, or the outcome; empty if nothing did. */
    static Optional<String> failure(ProgramReport report) {
        if (report.succeeded()) {
            return Optional.empty();
        }
        if (report.outcome() instanceof Outcome.Failed failed) {
            return Optional.of(EXCEPTIONS.contains(failed.type()) ? failed.type() : OTHER);
        }
        return limit(report.outcome()).or(() -> Optional.of(name(report.outcome())));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
