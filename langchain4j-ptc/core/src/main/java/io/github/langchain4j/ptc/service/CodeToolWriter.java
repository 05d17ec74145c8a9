package io.github.langchain4j.ptc.service;

import static dev.langchain4j.agent.tool.ToolSpecification.METADATA_SEARCH_BEHAVIOR;

import dev.langchain4j.agent.tool.SearchBehavior;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeTool;
import io.github.langchain4j.ptc.codetool.SessionScope;
import java.util.Map;

/**
 * Writes what the model is told of the code tool.
 *
 * @param runtime where programs run
 * @param scope how long their variables live
 * @param growing whether tools may be added while the model works
 */
record CodeToolWriter(ServiceRuntime runtime, SessionScope scope, boolean growing) {

    CodeTool write(ToolCatalog catalog) {
        CodeTool written =
                CodeTool.of(runtime.codeToolName(), catalog, runtime.packages(), scope, growing, runtime.images());
        // A tool search must not hide the one tool through which the others are reached.
        ToolSpecification visible = written.specification().toBuilder()
                .metadata(Map.of(METADATA_SEARCH_BEHAVIOR, SearchBehavior.ALWAYS_VISIBLE))
                .build();
        return new CodeTool(visible);
    }

    /** Tells a catalogue what tools without a bean return. */
    void describe(ToolCatalog.Builder tools) {
        tools.describe(runtime.described().toArray());
    }
}
