package io.github.langchain4j.ptc.quarkus.runtime.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.tool.AiServiceTool;
import io.github.langchain4j.ptc.quarkus.runtime.Rehearsal;
import io.github.langchain4j.ptc.quarkus.runtime.Rehearsals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tools of an AI service, as a model sees them.
 *
 * @param id names it
 * @param service the name of its interface
 * @param methods that have these tools
 * @param programs whether programs call its tools
 * @param runnable whether there is something that programs may call
 * @param sandbox the name of its sandbox
 * @param offered to the model, the code tool first
 * @param tokens estimated, of all that is offered
 * @param tools that the service has
 * @param tokensWithout estimated, if the model were offered each of them
 * @param problem why nothing can be shown; empty if it can
 */
record ServiceView(
        String id,
        String service,
        List<String> methods,
        boolean programs,
        boolean runnable,
        String sandbox,
        List<ToolView> offered,
        int tokens,
        int tools,
        int tokensWithout,
        String problem) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * A tool.
     *
     * @param name of it
     * @param runsPrograms whether it is the code tool
     * @param description as it is sent
     * @param parameters their schema as JSON, indented here alone
     * @param characters of all three as they are sent
     * @param tokens estimated
     */
    record ToolView(
            String name, boolean runsPrograms, String description, String parameters, int characters, int tokens) {

        static ToolView of(ToolSpecification tool, boolean runsPrograms) {
            String description = tool.description() == null ? "" : tool.description();
            JsonNode schema = JSON.valueToTree(
                    tool.parameters() == null ? Map.of() : JsonSchemaElementUtils.toMap(tool.parameters()));
            int characters = tool.name().length()
                    + description.length()
                    + schema.toString().length();
            return new ToolView(
                    tool.name(),
                    runsPrograms,
                    description,
                    schema.toPrettyString(),
                    characters,
                    Shown.tokens(characters));
        }
    }

    static ServiceView of(Rehearsals rehearsals, Rehearsals.Part part) {
        try (Rehearsal rehearsal = rehearsals.begin(part, new InvocationParameters())) {
            String codeTool = rehearsal.codeTool().map(AiServiceTool::name).orElse("");
            List<ToolView> offered = new ArrayList<>();
            rehearsal
                    .offered()
                    .forEach(tool -> offered.add(
                            ToolView.of(tool.toolSpecification(), tool.name().equals(codeTool))));
            List<ToolView> all = rehearsal.tools().stream()
                    .map(tool -> ToolView.of(tool.toolSpecification(), false))
                    .toList();
            return new ServiceView(
                    part.id(),
                    part.service(),
                    part.methods(),
                    part.programs(),
                    !codeTool.isEmpty(),
                    part.sandbox(),
                    offered,
                    tokens(offered),
                    all.size(),
                    tokens(all),
                    "");
        } catch (RuntimeException e) {
            return new ServiceView(
                    part.id(),
                    part.service(),
                    part.methods(),
                    part.programs(),
                    false,
                    part.sandbox(),
                    List.of(),
                    0,
                    0,
                    0,
                    Problems.text(e));
        }
    }

    private static int tokens(List<ToolView> tools) {
        return Shown.tokens(tools.stream().mapToLong(ToolView::characters).sum());
    }
}
