package io.github.langchain4j.ptc.samples.expense;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands right in front of the model that answers and keeps what really went to it and came back. Counting happens
 * later, so it costs none of the time that is measured. Thread-safe if the model is.
 */
public final class MeasuredChatModel implements ChatModel {

    private final ChatModel delegate;
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

    private record Exchange(ChatRequest request, ChatResponse response) {}

    /** @param delegate the model that answers */
    public MeasuredChatModel(ChatModel delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return delegate.defaultRequestParameters();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return delegate.supportedCapabilities();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        ChatResponse response = delegate.chat(request);
        exchanges.add(new Exchange(request, response));
        return response;
    }

    /** How many requests were answered. */
    public int modelCalls() {
        return exchanges.size();
    }

    /** The requests that were answered. */
    public List<ChatRequest> requests() {
        return exchanges.stream().map(Exchange::request).toList();
    }

    /** Tokens of all requests and answers, as the provider counts and charges them; null if it does not say. */
    public TokenUsage reportedTokens() {
        return exchanges.stream()
                .map(exchange -> exchange.response().tokenUsage())
                .reduce(null, TokenUsage::sum);
    }

    /** Tokens of all requests. */
    public int inputTokens(TokenCounter counter) {
        return exchanges.stream()
                .mapToInt(exchange -> counter.input(exchange.request()))
                .sum();
    }

    /** Tokens of all answers. */
    public int outputTokens(TokenCounter counter) {
        return exchanges.stream()
                .mapToInt(exchange -> counter.output(exchange.response().aiMessage()))
                .sum();
    }
}
