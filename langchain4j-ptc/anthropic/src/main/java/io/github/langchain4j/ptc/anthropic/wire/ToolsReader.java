package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the tools of a request and checks what the API says about them. */
final class ToolsReader {

    private static final int MOST = 1_000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

    /** The versions of the code execution tool. */
    private static final Set<String> VERSIONS =
            Set.of(Tools.BETA_VERSION, "code_execution_20260120", "code_execution_20260521");

    private final Set<String> betas;
    private final List<ClientTool> client = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private Optional<String> codeExecution = Optional.empty();
    private Optional<At> programmatic = Optional.empty(); // the first place that says so

    private ToolsReader(Set<String> betas) {
        this.betas = betas;
    }

    static Tools read(At request, Set<String> betas) {
        ToolsReader reader = new ToolsReader(betas);
        request.list("tools", MOST, tool -> reader.tool(tool.object()));
        reader.checkPrograms();
        return new Tools(reader.codeExecution, reader.client, reader.choice(request.child("tool_choice")));
    }

    private String tool(At at) {
        String type = at.optionalText("type").orElse("custom");
        String name = at.word("name");
        if (!names.add(name)) {
            throw at.child("name").wrong("Tool names must be unique; " + At.quoted(name) + " is there twice");
        }
        if (VERSIONS.contains(type)) {
            codeExecution(at, type, name);
        } else if (type.equals("custom")) {
            client.add(custom(at, name));
        } else {
            throw at.child("type")
                    .wrong(At.quoted(type) + " is not supported here; there are custom tools and "
                            + VERSIONS.stream().sorted().toList());
        }
        return name;
    }

    private void codeExecution(At at, String version, String name) {
        if (!name.equals(Tools.CODE_EXECUTION)) {
            throw at.child("name").wrong("must be 'code_execution'");
        }
        if (version.equals(Tools.BETA_VERSION) && !betas.contains(Tools.BETA)) {
            throw at.child("type")
                    .wrong(version + " needs the header 'anthropic-beta: " + Tools.BETA
                            + "'; code_execution_20260120 and newer need none");
        }
        codeExecution = Optional.of(version);
    }

    private ClientTool custom(At at, String name) {
        if (!NAME.matcher(name).matches()) {
            throw at.child("name").wrong("must have 1 to 128 of the characters a-z, A-Z, 0-9, _ and -");
        }
        Set<String> callers = callers(at.child("allowed_callers"));
        boolean direct = callers.contains("direct");
        boolean byPrograms = callers.size() > (direct ? 1 : 0);
        boolean strict = at.flag("strict");
        if (byPrograms && strict) {
            throw at.child("strict").wrong("cannot be true for a tool that programs may call");
        }
        return new ClientTool(
                name,
                at.optionalText("description").orElse(""),
                schema(at.child("input_schema")),
                direct,
                byPrograms,
                strict,
                BlockReader.cached(at));
    }

    private static ObjectNode schema(At at) {
        if (!at.isPresent()) {
            throw at.wrong("Field required");
        }
        if (!at.object().text("type").equals("object")) {
            throw at.child("type").wrong("must be 'object'");
        }
        for (String keyword : List.of("properties", "$defs", "definitions")) {
            schemas(at.child(keyword));
        }
        at.list("required", MOST, At::asText);
        return at.json();
    }

    private static void schemas(At at) {
        if (at.isPresent()) {
            at.json().properties().forEach(named -> {
                if (!named.getValue().isObject() && !named.getValue().isBoolean()) {
                    throw at.child(named.getKey()).wrong("must be a JSON schema: an object, true or false");
                }
            });
        }
    }

    private Set<String> callers(At at) {
        if (!at.isPresent()) {
            return Set.of("direct");
        }
        Set<String> callers = new HashSet<>(at.elements(MOST, caller -> {
            String who = caller.asText();
            if (!who.equals("direct") && !VERSIONS.contains(who)) {
                throw caller.wrong(At.quoted(who) + " is no caller; there are 'direct' and "
                        + VERSIONS.stream().sorted().toList());
            }
            if (!who.equals("direct") && programmatic.isEmpty()) {
                programmatic = Optional.of(caller);
            }
            return who;
        }));
        if (callers.isEmpty()) {
            throw at.wrong("must name at least one caller");
        }
        return callers;
    }

    private void checkPrograms() {
        if (programmatic.isPresent() && codeExecution.isEmpty()) {
            throw programmatic
                    .get()
                    .wrong("names a caller that is not there: add the tool {\"type\": \"code_execution_20260120\","
                            + " \"name\": \"code_execution\"}");
        }
    }

    private Tools.Choice choice(At at) {
        if (!at.isPresent()) {
            return Tools.Choice.AUTO;
        }
        String type = at.object().oneOf("type", Set.of("auto", "any", "tool", "none"));
        boolean parallel = !at.flag("disable_parallel_tool_use");
        if (!parallel && programmatic.isPresent()) {
            throw at.child("disable_parallel_tool_use").wrong("cannot be true where programs may call tools");
        }
        if (names.isEmpty() && (type.equals("any") || type.equals("tool"))) {
            throw at.wrong("needs tools to choose from");
        }
        return new Tools.Choice(type, type.equals("tool") ? forced(at) : "", parallel);
    }

    private String forced(At at) {
        String name = at.word("name");
        if (!names.contains(name)) {
            throw at.child("name").wrong("there is no tool " + At.quoted(name));
        }
        boolean programsOnly = client.stream().anyMatch(tool -> tool.name().equals(name) && !tool.direct());
        if (programsOnly) {
            throw at.child("name")
                    .wrong("the tool " + At.quoted(name) + " is for programs only, so the model cannot be forced to"
                            + " use it; name 'code_execution', or add 'direct' to its allowed_callers");
        }
        return name;
    }
}
