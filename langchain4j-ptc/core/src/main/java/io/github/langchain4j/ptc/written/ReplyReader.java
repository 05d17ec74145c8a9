package io.github.langchain4j.ptc.written;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says which replies are programs. Immutable.
 *
 * <p>A program is a block of code that is marked as Python, or a call of the code tool that is written as text. A
 * <em>lenient</em> reader, for models that were told to answer so, also takes blocks without a mark that call one of the
 * functions; a reply is one of programs if it ends with one, or if one of them calls a function, and then all of them
 * are run in order. A <em>strict</em> one, for models that were told nothing, takes only what the reply ends with, and
 * only if it calls a function. Blocks in other languages, names in comments and strings, and what the model thought
 * between {@code <think>} tags never count.
 */
public final class ReplyReader {

    private final Set<String> functions;
    private final boolean strict;
    private final Segments segments;

    /**
     * @param codeTool what the model calls it
     * @param functions that programs may call
     * @param strict see above
     */
    public ReplyReader(String codeTool, Set<String> functions, boolean strict) {
        this.functions = Set.copyOf(functions);
        this.strict = strict;
        this.segments = new Segments(new TextualCalls(codeTool));
    }

    /**
     * The programs of a reply; empty if it is to be left as it is.
     *
     * @param reply its text; may be null
     * @param cutOff whether it ended at the model's token limit; the programs may be incomplete then
     */
    public Optional<WrittenPrograms> read(String reply, boolean cutOff) {
        if (reply == null || reply.isBlank() || cutOff && strict) {
            return Optional.empty();
        }
        List<Segment> found = segments.of(reply, false);
        List<Segment> programs = strict
                ? lastOnes(found, reply, this::isProgram)
                : found.stream().filter(this::isProgram).toList();
        if (programs.isEmpty()) {
            return Optional.empty();
        }
        int end = programs.get(programs.size() - 1).end();
        boolean last = !strict && reply.substring(end).isBlank();
        return last || programs.stream().anyMatch(this::calls)
                ? Optional.of(new WrittenPrograms(
                        programs.get(0).start(),
                        reply.substring(0, programs.get(0).start()).strip(),
                        reply.substring(0, end).stripTrailing(),
                        programs.stream().map(ReplyReader::arguments).toList()))
                : Optional.empty();
    }

    private boolean isProgram(Segment segment) {
        return switch (segment.kind()) {
            case PYTHON -> !segment.content().isBlank();
            case UNMARKED -> !strict && calls(segment);
            case CALL -> !strict || segment.closed();
            case OTHER, UNKNOWN -> false;
        };
    }

    private boolean calls(Segment segment) {
        return segment.kind() == Segment.Kind.CALL || PythonTokens.calls(segment.content(), functions);
    }

    private static String arguments(Segment program) {
        return program.kind() == Segment.Kind.CALL
                ? program.content()
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("code", program.content())
                        .toString();
    }

    /** Those of the segments that the reply ends with, with nothing between them. */
    private static List<Segment> lastOnes(List<Segment> found, String reply, Predicate<Segment> those) {
        List<Segment> last = new ArrayList<>();
        int next = reply.length();
        for (int i = found.size() - 1; i >= 0; i--) {
            Segment segment = found.get(i);
            if (!those.test(segment) || !reply.substring(segment.end(), next).isBlank()) {
                break;
            }
            last.add(0, segment);
            next = segment.start();
        }
        return last;
    }

    /**
     * How much of a reply that still comes is settled.
     *
     * @param shown to here it is no program
     * @param restart from here it must be read again when more has come
     * @param inBlock whether only a new line can change that
     */
    record Settled(int shown, int restart, boolean inBlock) {}

    /**
     * How much of a reply that still comes is settled.
     *
     * @param reply or its end, from where a line or segment begins
     */
    Settled settled(String reply) {
        List<Segment> found = segments.of(reply, true);
        List<Segment> perhaps = strict
                ? lastOnes(found, reply, this::mayBeProgram)
                : found.stream().filter(this::mayBeProgram).toList();
        int line = reply.lastIndexOf('\n') + 1;
        Optional<Segment> last = found.stream().reduce((earlier, later) -> later);
        Optional<Segment> open = last.filter(segment -> !segment.closed() || segment.end() > line);
        boolean inBlock = open.filter(segment -> segment.kind() != Segment.Kind.UNKNOWN && !segment.closed())
                .isPresent();
        int restart = open.map(Segment::start).orElse(line);
        return perhaps.isEmpty()
                ? new Settled(reply.length(), restart, inBlock)
                : new Settled(perhaps.get(0).start(), perhaps.get(0).start(), inBlock);
    }

    private boolean mayBeProgram(Segment segment) {
        return switch (segment.kind()) {
            case PYTHON, CALL, UNKNOWN -> true;
            case UNMARKED -> !strict && (!segment.closed() || calls(segment));
            case OTHER -> false;
        };
    }
}
