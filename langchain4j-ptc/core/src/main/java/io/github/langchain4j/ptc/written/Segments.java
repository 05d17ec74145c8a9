package io.github.langchain4j.ptc.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a reply apart, line by line. Immutable. */
final class Segments {

    private static final String THOUGHT_ENDS = "</think>";
    private static final Pattern THOUGHT = Pattern.compile("\\s*<(think|thinking|reasoning)>");
    private static final Set<String> HOLD_CALLS = Set.of("", "json", "xml", "tool_call", "tool_calls");
    private static final Pattern PART_OF_FENCE = Pattern.compile("((?:`{1,2}|`{3,}\\w{0,7}[ \\t]*)|^[ \\t]*~{1,2})\\z");

    private final TextualCalls calls;

    Segments(TextualCalls calls) {
        this.calls = calls;
    }

    /**
     * The segments of a reply, in order.
     *
     * @param text the reply
     * @param coming whether more of it can come
     */
    List<Segment> of(String text, boolean coming) {
        List<Segment> segments = new ArrayList<>();
        int at = afterLeadingThought(text);
        while (at < text.length()) {
            Optional<Segment> segment = at(text, at, coming);
            segment.ifPresent(segments::add);
            at = segment.isPresent() ? segment.get().end() : Line.at(text, at).next();
        }
        return segments;
    }

    /** Some templates write the opening tag themselves, so that a reply has the closing one alone. */
    private static int afterLeadingThought(String text) {
        int end = text.indexOf(THOUGHT_ENDS);
        int start = text.indexOf("<think>");
        return end < 0 || start >= 0 && start < end ? 0 : end + THOUGHT_ENDS.length();
    }

    private Optional<Segment> at(String text, int at, boolean coming) {
        Matcher thought = THOUGHT.matcher(text).region(at, text.length());
        if (thought.lookingAt()) {
            return Optional.of(thought(text, at, "</" + thought.group(1) + ">"));
        }
        Line line = Line.at(text, at);
        Optional<Fence> fence = Fence.opened(line);
        if (fence.isPresent()) {
            return Optional.of(
                    coming && !line.complete()
                            ? unknown(fence.get().start(), text)
                            : block(fence.get(), text, line.next(), coming));
        }
        if (coming && calls.mayBegin(text, at)) {
            return Optional.of(unknown(at, text));
        }
        Optional<Segment> call = coming ? Optional.empty() : calls.at(text, at);
        return call.or(() -> coming && !line.complete() ? partOfFence(line, text) : Optional.empty());
    }

    private static Segment unknown(int start, String text) {
        return new Segment(Segment.Kind.UNKNOWN, start, text.length(), "", false);
    }

    private static Optional<Segment> partOfFence(Line line, String text) {
        Matcher part = PART_OF_FENCE.matcher(line.text());
        return part.find() ? Optional.of(unknown(line.start() + part.start(), text)) : Optional.empty();
    }

    private static Segment thought(String text, int start, String closing) {
        int close = text.indexOf(closing, start);
        int end = close < 0 ? text.length() : close + closing.length();
        return new Segment(Segment.Kind.OTHER, start, end, "", close >= 0);
    }

    private Segment block(Fence fence, String text, int first, boolean coming) {
        Fence.Block block = fence.block(text, first, coming);
        String content = block.content();
        Segment.Kind kind = fence.isPython()
                ? Segment.Kind.PYTHON
                : fence.language().isEmpty() ? Segment.Kind.UNMARKED : Segment.Kind.OTHER;
        Segment segment = new Segment(kind, fence.start(), block.end(), content, block.closed());
        if (!HOLD_CALLS.contains(fence.language())) {
            return segment;
        }
        Optional<Segment> call = calls.at(content, 0).filter(found -> found.end() == content.length());
        if (call.isPresent()) {
            String arguments = call.get().content();
            boolean closed = block.closed() && call.get().closed();
            return new Segment(Segment.Kind.CALL, fence.start(), block.end(), arguments, closed);
        }
        boolean mayBecomeCall = coming && !block.closed() && (content.isBlank() || calls.mayBegin(content, 0));
        return mayBecomeCall ? unknown(fence.start(), text) : segment;
    }
}
