package io.github.langchain4j.ptc.chat;

import dev.langchain4j.model.chat.Capability;
import io.github.langchain4j.ptc.codetool.ToolCalling;
import io.github.langchain4j.ptc.written.ReplyReader;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one decorated model is spoken to: with tools or in text alone. Thread-safe. */
final class Dialect {

    private static final Logger LOG = LoggerFactory.getLogger(Dialect.class);

    private static final String SEARCH = "search_tools";

    private final ToolCalling toolCalling;
    private final String codeTool;
    private volatile boolean withoutTools;

    /**
     * @param toolCalling as the application wants it
     * @param codeTool its name
     */
    Dialect(ToolCalling toolCalling, String codeTool) {
        this.toolCalling = toolCalling;
        this.codeTool = codeTool;
        this.withoutTools = toolCalling == ToolCalling.FENCED;
    }

    /** The model as the loop is to see it. */
    Model speaking(Model model, Offer offer) {
        return switch (toolCalling) {
            case NATIVE -> model;
            case FENCED -> fenced(model, offer);
            case AUTO -> new EitherModel(model, this, offer, codeTool, replies(offer.tools(), true));
        };
    }

    /** The model in text alone. */
    Model fenced(Model model, Offer offer) {
        requireSpeakable(offer.tools());
        return new FencedModel(model, offer, codeTool, replies(offer.tools(), false));
    }

    private WrittenReplies replies(Toolset tools, boolean strict) {
        Set<String> functions =
                Stream.concat(tools.functions().stream(), Stream.of(SEARCH)).collect(Collectors.toUnmodifiableSet());
        return new WrittenReplies(codeTool, new ReplyReader(codeTool, functions, strict));
    }

    boolean isWithoutTools() {
        return withoutTools;
    }

    /** The provider takes no tools, now and later. */
    void toolsAreRefused(RuntimeException refusal) {
        withoutTools = true;
        LOG.info(
                "The model's provider refuses tools; from now on it is asked without (toolCalling AUTO): {}",
                refusal.getMessage());
    }

    /**
     * Checks that a model without tools can be offered them.
     *
     * @throws IllegalArgumentException if some of them can only be called by the model itself
     */
    void requireSpeakable(Toolset tools) {
        List<String> direct = withoutTools ? tools.onlyDirect() : List.of();
        if (!direct.isEmpty()) {
            throw new IllegalArgumentException(
                    "The model gets no tools (toolCalling FENCED, or AUTO with a provider that"
                            + " refuses tools), and these cannot be called by programs: " + String.join(", ", direct)
                            + ". Let programs call them: add \"code\" to their allowed_callers, give them to the decorated model"
                            + " with tools(…), or wrap(…) the model so that programs may call those of each request.");
        }
    }

    /** A response format would keep a model without tools from writing programs. */
    Set<Capability> capabilities(Set<Capability> ofModel) {
        return withoutTools
                ? ofModel.stream()
                        .filter(capability -> capability != Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                        .collect(Collectors.toUnmodifiableSet())
                : ofModel;
    }
}
