package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the model is offered in the calls of one request: the caller's parameters, with our tools before the caller's
 * own (ours never change, so a prompt cache keeps its beginning when the caller's do). Immutable.
 */
final class Offer {

    private final ChatRequestParameters callers;
    private final Toolset tools;
    private final ChatRequestParameters opening;

    private Offer(ChatRequestParameters callers, Toolset tools) {
        this.callers = callers;
        this.tools = tools;
        Set<String> theirs =
                tools.callers().stream().map(ToolSpecification::name).collect(Collectors.toUnmodifiableSet());
        for (ToolSpecification tool : tools.own()) {
            if (theirs.contains(tool.name())) {
                throw new IllegalArgumentException("The request has a tool named \"" + tool.name()
                        + "\", which is also a tool of the PtcChatModel that got it. Rename one of them"
                        + " (PtcChatModel.builder().codeToolName(…) for the code tool), give the tool to only one of"
                        + " them, and decorate a model only once.");
            }
        }
        List<ToolSpecification> all = new ArrayList<>(tools.own());
        all.addAll(tools.callers());
        this.opening = callers.overrideWith(
                ChatRequestParameters.builder().toolSpecifications(all).build());
    }

    /**
     * The offer for one request.
     *
     * @param defaults the decorated model's default parameters, merged here because the model would otherwise add its
     *     default tools only to a request without any
     * @param request the request's own parameters
     * @param toolsets make its tools
     * @param earlier the offer of the call that this one continues: its tools stay if the request names none
     * @throws IllegalArgumentException if one of our tools has the name of one of the caller's
     */
    static Offer of(
            ChatRequestParameters defaults, ChatRequestParameters request, Toolsets toolsets, Optional<Offer> earlier) {
        // Merging into nothing would turn a provider's own parameters into plain ones.
        boolean none = defaults == null || DefaultChatRequestParameters.EMPTY.equals(defaults);
        ChatRequestParameters merged = none ? request : defaults.overrideWith(request);
        List<ToolSpecification> requested =
                Optional.ofNullable(merged.toolSpecifications()).orElse(List.of());
        boolean same = requested.isEmpty() && earlier.isPresent();
        return new Offer(merged, same ? earlier.get().tools : toolsets.forRequest(requested));
    }

    /** The tools of the request. */
    Toolset tools() {
        return tools;
    }

    /**
     * The parameters of a call in which our tools are offered.
     *
     * @param used whether one of them was used already: then the model is no longer forced to use a tool
     */
    ChatRequestParameters open(boolean used) {
        return used ? unforced(opening) : opening;
    }

    /**
     * The parameters of the last call, in which only the caller's tools can be used. Where it has none, ours stay in the
     * request and their use is forbidden: Bedrock and others refuse messages with tool calls in a request without any
     * tool, and prompt caches keep their beginning. Bedrock itself ignores the choice; the last result says it, too.
     */
    ChatRequestParameters last() {
        return tools.callers().isEmpty() && !tools.own().isEmpty()
                ? opening.overrideWith(ChatRequestParameters.builder()
                        .toolChoice(ToolChoice.NONE)
                        .build())
                : lastWithoutOurs();
    }

    /** The same for models that cannot be forbidden to use tools: ours are not offered any more. */
    ChatRequestParameters lastWithoutOurs() {
        List<ToolSpecification> named = callers.toolSpecifications();
        boolean asTheyAre = named == null || named.size() == tools.callers().size();
        if (asTheyAre && (!tools.callers().isEmpty() || callers.toolChoice() == null)) {
            return unforced(callers);
        }
        return with(tools.callers());
    }

    /** The parameters of a call without any tools, for models that know none. */
    ChatRequestParameters withoutTools() {
        List<ToolSpecification> named = callers.toolSpecifications();
        boolean none = (named == null || named.isEmpty()) && callers.toolChoice() == null;
        return none ? callers : with(List.of());
    }

    private ChatRequestParameters with(List<ToolSpecification> offered) {
        // Providers refuse a tool choice without tools, and parameters can replace one, not take it away. The model
        // adds its own defaults again, so that only a provider's special parameters of this very request are missing.
        ToolChoice choice = offered.isEmpty() ? null : unforced(callers.toolChoice());
        return DefaultChatRequestParameters.builder()
                .overrideWith(callers)
                .toolSpecifications(offered)
                .toolChoice(choice)
                .build();
    }

    private static ChatRequestParameters unforced(ChatRequestParameters parameters) {
        return parameters.toolChoice() == ToolChoice.REQUIRED
                ? parameters.overrideWith(ChatRequestParameters.builder()
                        .toolChoice(ToolChoice.AUTO)
                        .build())
                : parameters;
    }

    private static ToolChoice unforced(ToolChoice choice) {
        return choice == ToolChoice.REQUIRED ? ToolChoice.AUTO : choice;
    }
}
