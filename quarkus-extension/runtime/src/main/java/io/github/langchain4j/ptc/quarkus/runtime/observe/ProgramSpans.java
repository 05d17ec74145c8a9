package io.github.langchain4j.ptc.quarkus.runtime.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/**
 * Makes spans as the semantic conventions for generative AI have them. They hold no code, no arguments and no results,
 * unless that is asked for. Immutable.
 *
 * @param tracer makes them
 * @param content whether they hold what programs and tools read and write
 */
record ProgramSpans(Tracer tracer, boolean content) {

    private static final int MOST_CHARACTERS = 16_384;
    private static final String ARGUMENTS = "gen_ai.tool.call.arguments";
    private static final String RESULT = "gen_ai.tool.call.result";
    private static final String ERROR = "error.type";
    private static final String OUTCOME = "langchain4j.ptc.outcome";

    /** The span of a program, started. */
    Span program(
            Context parent, String codeTool, InvocationContext invocation, String session, int number, String code) {
        Span span = tool(parent, codeTool)
                .setAttribute("langchain4j.ptc.session", session)
                .setAttribute("langchain4j.ptc.program", number);
        if (invocation.interfaceName() != null) {
            span.setAttribute("langchain4j.ptc.aiservice", invocation.interfaceName());
        }
        if (content) {
            span.setAttribute(ARGUMENTS, cut(code));
        }
        return span;
    }

    /** The span of a tool call, started. */
    Span call(Context parent, String id, String tool, ObjectNode arguments) {
        Span span = tool(parent, tool).setAttribute("gen_ai.tool.call.id", id);
        if (content) {
            span.setAttribute(ARGUMENTS, cut(arguments.toString()));
        }
        return span;
    }

    private Span tool(Context parent, String tool) {
        Span span = tracer.spanBuilder("execute_tool").setParent(parent).startSpan();
        return named(span, tool)
                .setAttribute("gen_ai.operation.name", "execute_tool")
                .setAttribute("gen_ai.tool.type", "function");
    }

    private static Span named(Span span, String tool) {
        return span.updateName("execute_tool " + tool).setAttribute("gen_ai.tool.name", tool);
    }

    /** Ends the span of a tool call, which has the name that Java knows the tool by now. */
    void end(Span span, InnerCall call) {
        named(span, call.tool());
        if (call.outcome() instanceof ToolOutcome.Failure failure) {
            failed(span, failure.type(), failure.message());
        } else if (content) {
            span.setAttribute(
                    RESULT, cut(((ToolOutcome.Value) call.outcome()).value().toString()));
        }
        span.end();
    }

    /** Ends the span of a tool call that was not answered. */
    void abandon(Span span) {
        failed(span, "CancelledError", "the program did not wait for the call");
        span.end();
    }

    /** Ends the span of a program. */
    void end(Span span, ProgramReport report) {
        span.setAttribute(OUTCOME, Outcomes.name(report.outcome()))
                .setAttribute("langchain4j.ptc.tool_calls", report.usage().toolCalls())
                .setAttribute("langchain4j.ptc.output_bytes", report.usage().outputBytes())
                .setAttribute(
                        "langchain4j.ptc.compute_time_ms",
                        report.usage().computeTime().toMillis());
        Outcomes.limit(report.outcome()).ifPresent(limit -> span.setAttribute("langchain4j.ptc.limit", limit));
        if (content) {
            span.setAttribute("langchain4j.ptc.output", cut(report.output()));
        }
        if (content && report.outcome() instanceof Outcome.Returned returned) {
            span.setAttribute(RESULT, cut(returned.result()));
        }
        Outcomes.failure(report).ifPresent(kind -> failed(span, kind, message(report.outcome())));
        span.end();
    }

    private static String message(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.message();
        }
        return outcome instanceof Outcome.Exited exited ? exited.message() : "";
    }

    private void failed(Span span, String type, String message) {
        span.setAttribute(ERROR, type).setStatus(StatusCode.ERROR, content ? cut(message) : "");
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }
}
