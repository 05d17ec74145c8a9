package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.langchain4j.ptc.codetool.CodeArguments;
import io.github.langchain4j.ptc.written.ReplyReader;
import io.github.langchain4j.ptc.written.WrittenPrograms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Between replies with programs in their text and messages with requests for the code tool, which the loop works with. A
 * message keeps the reply as it was, as far as it cannot be written again from the requests. Immutable.
 */
final class WrittenReplies {

    /** The attribute that holds the reply as it was. */
    static final String ORIGINAL = "ptc_reply";

    private static final String ID = "written_";
    private static final Pattern BACKTICKS = Pattern.compile("`{3,}");

    private final String codeTool;
    private final ReplyReader reader;

    /**
     * @param codeTool its name
     * @param reader knows programs
     */
    WrittenReplies(String codeTool, ReplyReader reader) {
        this.codeTool = codeTool;
        this.reader = reader;
    }

    /** Asks a model, and reads programs out of its reply if the request's tools have one that runs them. */
    ChatResponse ask(Model model, ChatRequest request, ChatRequestOptions options, Toolset tools) {
        return tools.code().isEmpty() ? model.ask(request, options) : requested(model.ask(request, options, reader));
    }

    /** The response with requests for its programs; as it is if it has none, or has requests already. */
    private ChatResponse requested(ChatResponse response) {
        return programs(response, reader)
                .map(programs -> requested(response, programs))
                .orElse(response);
    }

    /** The programs in the text of a response; none if it has requests. */
    static Optional<WrittenPrograms> programs(ChatResponse response, ReplyReader reader) {
        AiMessage message = response.aiMessage();
        boolean cutOff = response.finishReason() == FinishReason.LENGTH;
        return message.hasToolExecutionRequests() ? Optional.empty() : reader.read(message.text(), cutOff);
    }

    private ChatResponse requested(ChatResponse response, WrittenPrograms programs) {
        List<ToolExecutionRequest> requests = programs.arguments().stream()
                .map(arguments -> ToolExecutionRequest.builder()
                        .id(ID + Handle.random().text())
                        .name(codeTool)
                        .arguments(arguments)
                        .build())
                .toList();
        AiMessage message = response.aiMessage().toBuilder()
                .text(programs.before().isEmpty() ? null : programs.before())
                .toolExecutionRequests(requests)
                .build();
        Map<String, Object> attributes = new HashMap<>(message.attributes());
        if (!programs.reply().equals(text(message, codeTool))) {
            attributes.put(ORIGINAL, programs.reply());
        }
        boolean cutOff = response.finishReason() == FinishReason.LENGTH;
        return response.toBuilder()
                .aiMessage(message.toBuilder().attributes(attributes).build())
                .metadata(response.metadata().toBuilder()
                        .finishReason(cutOff ? FinishReason.LENGTH : FinishReason.TOOL_EXECUTION)
                        .build())
                .build();
    }

    /** Whether a request was made here. */
    static boolean isWritten(String id) {
        return id != null && id.startsWith(ID);
    }

    /** What the model wrote, or would have written, instead of its requests. */
    static AiMessage asText(AiMessage message, String codeTool) {
        String text =
                message.attributes().get(ORIGINAL) instanceof String original ? original : text(message, codeTool);
        return withoutOriginal(message).toBuilder()
                .text(text)
                .toolExecutionRequests(List.of())
                .build();
    }

    private static String text(AiMessage message, String codeTool) {
        return Stream.concat(
                        Stream.ofNullable(message.text()),
                        message.toolExecutionRequests().stream().map(request -> block(request, codeTool)))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("\n\n"));
    }

    private static String block(ToolExecutionRequest request, String codeTool) {
        if (!codeTool.equals(request.name())) {
            return "(Called " + request.name() + " with " + request.arguments() + ")";
        }
        return CodeArguments.parse(request.arguments()) instanceof CodeArguments.Code code
                ? fenced("python", code.source())
                : fenced("json", String.valueOf(request.arguments()));
    }

    /** A block that nothing in its content ends. */
    static String fenced(String language, String content) {
        Matcher runs = BACKTICKS.matcher(content);
        int longest = runs.results().mapToInt(run -> run.group().length()).max().orElse(0);
        String marks = "`".repeat(Math.max(3, longest + 1));
        return marks + language + "\n" + content + "\n" + marks;
    }

    /** The message without the reply as it was: where that is too long to be kept. */
    static AiMessage withoutOriginal(AiMessage message) {
        if (!message.attributes().containsKey(ORIGINAL)) {
            return message;
        }
        Map<String, Object> attributes = new HashMap<>(message.attributes());
        attributes.remove(ORIGINAL);
        return message.toBuilder().attributes(attributes).build();
    }
}
