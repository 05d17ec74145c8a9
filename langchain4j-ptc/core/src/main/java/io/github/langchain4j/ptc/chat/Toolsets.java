package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolSpecification;
import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeTool;
import io.github.langchain4j.ptc.codetool.Remembered;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the toolsets of requests from the decorator's own tools and those of the request. The tools of a service are the
 * same in every request, so that the last toolsets are kept. Thread-safe.
 */
final class Toolsets {

    private static final int KEPT = 64;
    private static final Set<Caller> EVERYBODY = Set.of(Caller.CODE, Caller.DIRECT);

    private final ToolCatalog own;
    private final DirectTools direct;
    private final String packages;
    private final ChatSettings settings;
    private final Set<Caller> requestCallers;
    private final Toolset withoutRequest;
    private final Remembered<List<ToolSpecification>, Toolset> kept = new Remembered<>(KEPT);

    /**
     * @param own the decorator's tools; without any, programs may call the request's
     * @param packages what programs may import beyond the standard library, in words; blank if nothing
     * @param settings see there
     * @throws IllegalArgumentException if the settings do not fit the tools
     */
    Toolsets(ToolCatalog own, String packages, ChatSettings settings) {
        this.own = own;
        this.direct = new DirectTools(own);
        this.packages = packages;
        this.settings = settings;
        boolean none = own.programmatic().isEmpty() && own.direct().isEmpty();
        this.requestCallers = Set.of(none ? Caller.CODE : Caller.DIRECT);
        this.withoutRequest = of(List.of());
    }

    /**
     * The toolset of a request.
     *
     * @param requested the request's tools
     * @throws IllegalArgumentException if one of them cannot be called by programs, or has the name of one of ours
     */
    Toolset forRequest(List<ToolSpecification> requested) {
        return requested.isEmpty() ? withoutRequest : kept.get(List.copyOf(requested), this::of);
    }

    /** Whether the decorator answers requests for the tool whatever the request says. */
    boolean isOwn(String toolName) {
        return settings.codeToolName().equals(toolName) || direct.contains(toolName);
    }

    private Toolset of(List<ToolSpecification> requested) {
        List<ToolSpecification> forPrograms = requested.stream()
                .filter(tool -> callersOf(tool).contains(Caller.CODE))
                .toList();
        ToolCatalog catalog = forPrograms.isEmpty() ? own : joined(forPrograms);
        List<ToolSpecification> callers = requested.stream()
                .filter(tool -> callersOf(tool).contains(Caller.DIRECT) || !isForPrograms(tool, catalog))
                .toList();
        Optional<CodeTool> code = catalog.programmatic().isEmpty()
                ? Optional.empty()
                : Optional.of(CodeTool.of(
                        settings.codeToolName(),
                        catalog,
                        packages,
                        settings.sessionScope(),
                        false,
                        settings.imagesToModel()));
        return new Toolset(code, direct, callers, catalog);
    }

    private Set<Caller> callersOf(ToolSpecification tool) {
        return ToolCatalog.callersOf(tool, requestCallers);
    }

    private static boolean isForPrograms(ToolSpecification tool, ToolCatalog catalog) {
        return catalog.named(tool.name())
                .filter(known -> known.callers().contains(Caller.CODE))
                .isPresent();
    }

    private ToolCatalog joined(List<ToolSpecification> forPrograms) {
        ToolCatalog.Builder joined = own.toBuilder();
        for (ToolSpecification tool : forPrograms) {
            if (own.named(tool.name()).isPresent()) {
                throw new IllegalArgumentException("The request has a tool named \"" + tool.name()
                        + "\", which is also a tool of the decorated model that got it: give it to only one of them");
            }
            // A described method can say that its result is nothing for programs: the tool is direct then.
            joined.add(tool).callers(tool.name(), EVERYBODY);
        }
        return joined.build();
    }
}
