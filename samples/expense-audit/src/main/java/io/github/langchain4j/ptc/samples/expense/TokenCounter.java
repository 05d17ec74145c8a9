package io.github.langchain4j.ptc.samples.expense;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.langchain4j.ptc.samples.expense.recording.CanonicalChat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts tokens with one tokenizer for every model, so that figures can be compared. What counts is the text of messages,
 * tool calls and tool specifications, and the three tokens with which OpenAI's chat format surrounds each message.
 * Thread-safe.
 */
public final class TokenCounter {

    /** The tokenizer's name. */
    public static final String ENCODING = EncodingType.O200K_BASE.getName();

    private static final int AROUND_EACH_MESSAGE = 3;

    /** Loading takes some hundred milliseconds, so it happens while the models work. */
    private final CompletableFuture<Encoding> encoding = CompletableFuture.supplyAsync(
            () -> Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));

    /** The same messages are sent again with every request of a conversation. */
    private final Map<String, Integer> counted = new ConcurrentHashMap<>();

    /** Tokens that a request costs: its messages and its tool specifications. */
    public int input(ChatRequest request) {
        int messages = request.messages().stream().mapToInt(this::message).sum();
        return messages + AROUND_EACH_MESSAGE + tools(request);
    }

    /** Tokens that the tool specifications of a request cost. */
    public int tools(ChatRequest request) {
        return request.toolSpecifications().stream().mapToInt(this::tool).sum();
    }

    /** Tokens that an answer costs: its text and its tool calls. */
    public int output(AiMessage answer) {
        int calls = answer.toolExecutionRequests().stream().mapToInt(this::call).sum();
        return text(answer.text()) + calls;
    }

    /** Tokens of a text; 0 for {@code null}. */
    public int text(String text) {
        return text == null
                ? 0
                : counted.computeIfAbsent(text, each -> encoding.join().countTokensOrdinary(each));
    }

    private int message(ChatMessage message) {
        return AROUND_EACH_MESSAGE + content(message);
    }

    private int content(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return text(system.text());
        }
        if (message instanceof UserMessage user) {
            return text(user.singleText());
        }
        if (message instanceof AiMessage answer) {
            return output(answer);
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return text(result.text());
        }
        throw new IllegalArgumentException("The sample sends no messages of type " + message.type());
    }

    private int call(ToolExecutionRequest call) {
        return text(call.name()) + text(call.arguments());
    }

    private int tool(ToolSpecification tool) {
        return text(CanonicalChat.tool(tool).toString());
    }
}
