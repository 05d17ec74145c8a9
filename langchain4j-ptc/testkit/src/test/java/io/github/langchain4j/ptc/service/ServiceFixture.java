package io.github.langchain4j.ptc.service;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.tool.ToolExecution;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A sandbox and a place for programs, fresh for each test, and what the tests of services share. */
abstract class ServiceFixture {

    static final String DIRECT = "{\"allowed_callers\": [\"direct\"]}";
    static final String BOTH = "{\"allowed_callers\": [\"direct\", \"code\"]}";

    final LocalPythonSandbox sandbox = new LocalPythonSandbox();
    final CodeExecution code = CodeExecution.of(sandbox);

    @AfterEach
    void close() {
        code.close();
        sandbox.close();
    }

    interface Assistant {

        Result<String> chat(String question);
    }

    /** For tests below the faces; closed with the sandbox. */
    final ServiceRuntime runtime() {
        ProgramRunner runner = ProgramRunner.builder()
                .sandbox(sandbox)
                .catalog(ToolCatalog.EMPTY)
                .build();
        return new ServiceRuntime(
                runner, SessionScope.CALL, "execute_python", Retries.DEFAULT, 20_000, List.of(), ImagesToModel.NONE);
    }

    /** Interpreters take a moment to die. */
    static void awaitNoSessions(CodeExecution code) {
        while (code.openSessions() > 0) {
            if (Thread.interrupted()) {
                throw new AssertionError(code.openSessions() + " sessions are left");
            }
            Thread.onSpinWait();
        }
    }

    static ToolExecutionRequest program(String id, String code) {
        return request(id, "execute_python", "{\"code\":" + TextNode.valueOf(code) + "}");
    }

    static ToolExecutionRequest request(String id, String name, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(arguments)
                .build();
    }

    static ToolSpecification specification(String name) {
        return ToolSpecification.builder()
                .name(name)
                .description("Does " + name)
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("text")
                        .required("text")
                        .build())
                .build();
    }

    static List<String> toolNames(ChatRequest request) {
        return request.toolSpecifications() == null
                ? List.of()
                : request.toolSpecifications().stream()
                        .map(ToolSpecification::name)
                        .toList();
    }

    static String description(ChatRequest request) {
        return request.toolSpecifications().stream()
                .filter(tool -> tool.name().equals("execute_python"))
                .findFirst()
                .orElseThrow()
                .description();
    }

    static ProgramReport report(ToolExecution execution) {
        return (ProgramReport) execution.resultObject();
    }
}
