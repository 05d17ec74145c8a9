package io.github.langchain4j.ptc.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import io.github.langchain4j.ptc.engine.ToolDescriptor.Parameter;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The tools that the programs of the corpora call: small functions without side effects on the host. One instance serves
 * one session of the corpus. Thread-safe.
 */
public final class CorpusTools {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> DATES = List.of("2025-07-02", "2025-08-01", "2025-08-31", "2025-08-30");
    private static final Map<String, Integer> BASES = Map.of("e1", 100, "e2", 200, "e3", 300, "s1", 50);
    private static final int LAST_ITEM = 7;

    private record Tool(ToolDescriptor descriptor, Function<ObjectNode, ToolOutcome> function) {}

    private final Map<String, Tool> tools = new LinkedHashMap<>(); // never changed after construction
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    /** Fresh tools: those that count begin at zero. */
    public CorpusTools() {
        define("add(a: float, b: float) -> float", "Adds two numbers.", this::add);
        define("echo(value: Any) -> Any", "Returns its argument.", args -> value(args.get("value")));
        define("fail(message: str = ...) -> None", "Always fails.", args -> failure(text(args, "message", "broken")));
        define(
                "slow(ms: int, value: Any = ...) -> Any",
                "Returns its value after some milliseconds.",
                args -> value(args.has("value") ? args.get("value") : JSON.nullNode()));
        define("note(text: str) -> None", "Takes note of a text.", args -> value(JSON.nullNode()));
        define("flaky(key: str, failures: int) -> str", "Fails a number of times for each key.", this::flaky);
        define("get_team_members(department: str) -> list[Member]", "The members of a department.", this::members);
        define("get_expenses(employee_id: str, quarter: str) -> list[Expense]", "The expenses.", this::expenses);
        define(
                "get_custom_budget(user_id: str) -> float | None",
                "The budget, if it is not the usual one.",
                args -> value("e2".equals(text(args, "user_id", "")) ? JSON.numberNode(1000) : JSON.nullNode()));
        define("fetch_page(page: int, size: int = ...) -> Page", "A page of the numbers from 1 to 7.", this::page);
        define("lookup(key: str) -> dict", "A record whose fields are named like methods of dict.", this::lookup);
        define("give(kind: str) -> Any", "A value of a kind.", this::give);
    }

    private void define(String signature, String documentation, Function<ObjectNode, ToolOutcome> function) {
        String name = signature.substring(0, signature.indexOf('('));
        String parameters = signature.substring(name.length() + 1, signature.indexOf(") ->"));
        List<Parameter> declared = Stream.of(parameters.split(", "))
                .map(p -> new Parameter(p.substring(0, p.indexOf(':')), !p.contains("=")))
                .toList();
        String stub = "def " + signature + ":\n    \"\"\"" + documentation + "\"\"\"";
        tools.put(name, new Tool(new ToolDescriptor(name, declared, signature, stub), function));
    }

    /** All tools, as programs are told of them. */
    public List<ToolDescriptor> descriptors() {
        return tools.values().stream().map(Tool::descriptor).toList();
    }

    /** Some of the tools, by name. */
    public List<ToolDescriptor> descriptors(String... names) {
        return Stream.of(names).map(name -> tools.get(name).descriptor()).toList();
    }

    /** How long a call takes; the caller of {@link #call} waits as long as it likes. */
    public Duration duration(String tool, ObjectNode arguments) {
        return tool.equals("slow") ? Duration.ofMillis(arguments.path("ms").asLong()) : Duration.ZERO;
    }

    /**
     * Calls a tool, at once.
     *
     * @throws IllegalArgumentException if there is no such tool
     */
    public ToolOutcome call(String tool, ObjectNode arguments) {
        Tool called = tools.get(tool);
        if (called == null) {
            throw new IllegalArgumentException("There is no tool '" + tool + "'");
        }
        return called.function.apply(arguments);
    }

    private static ToolOutcome value(JsonNode value) {
        return new ToolOutcome.Value(value);
    }

    private static ToolOutcome failure(String message) {
        return new ToolOutcome.Failure("IllegalStateException", message);
    }

    private static String text(ObjectNode args, String name, String otherwise) {
        return args.path(name).asText(otherwise);
    }

    private ToolOutcome add(ObjectNode args) {
        JsonNode a = args.path("a");
        JsonNode b = args.path("b");
        if (!a.isNumber() || !b.isNumber()) {
            return failure("add takes numbers");
        }
        if (a.isIntegralNumber() && b.isIntegralNumber()) {
            BigInteger sum = a.bigIntegerValue().add(b.bigIntegerValue());
            return value(JSON.numberNode(sum));
        }
        return value(JSON.numberNode(a.doubleValue() + b.doubleValue()));
    }

    private ToolOutcome flaky(ObjectNode args) {
        int attempt = attempts.merge(text(args, "key", ""), 1, Integer::sum);
        return attempt > args.path("failures").asInt() ? value(JSON.textNode("ok")) : failure("not yet");
    }

    private ToolOutcome members(ObjectNode args) {
        ArrayNode members = JSON.arrayNode();
        switch (text(args, "department", "")) {
            case "engineering" -> {
                members.add(member("e1", "Ada", 3));
                members.add(member("e2", "Bo", 2));
                members.add(member("e3", "Cy", 1));
            }
            case "sales" -> members.add(member("s1", "Di", 2));
            default -> {
                // A department without members.
            }
        }
        return value(members);
    }

    private static ObjectNode member(String id, String name, int level) {
        return JSON.objectNode().put("id", id).put("name", name).put("level", level);
    }

    private ToolOutcome expenses(ObjectNode args) {
        String employee = text(args, "employee_id", "");
        ArrayNode records = JSON.arrayNode();
        for (int n = 1; n <= DATES.size() && BASES.containsKey(employee); n++) {
            records.addObject()
                    .put("id", employee + "-" + text(args, "quarter", "") + "-" + n)
                    .put("amount", BASES.get(employee) * n)
                    .put("category", n % 2 == 1 ? "travel" : "meals")
                    .put("status", n == DATES.size() ? "pending" : "approved")
                    .put("date", DATES.get(n - 1));
        }
        return value(records);
    }

    private ToolOutcome page(ObjectNode args) {
        int page = args.path("page").asInt();
        int size = args.path("size").asInt(3);
        int first = (page - 1) * size + 1;
        int last = Math.min(first + size - 1, LAST_ITEM);
        ObjectNode result = JSON.objectNode();
        ArrayNode items = result.putArray("items");
        for (int n = first; n <= last; n++) {
            items.add(n);
        }
        result.set("next", last < LAST_ITEM ? JSON.numberNode(page + 1) : JSON.nullNode());
        return value(result);
    }

    private ToolOutcome lookup(ObjectNode args) {
        ObjectNode order = JSON.objectNode();
        order.putArray("items").add(1).add(2);
        order.put("keys", "k");
        order.putArray("values");
        order.put("get", "g").put("name", text(args, "key", ""));
        return value(order);
    }

    private ToolOutcome give(ObjectNode args) {
        return switch (text(args, "kind", "")) {
            case "text" -> value(JSON.textNode("text"));
            case "integer" -> value(JSON.numberNode(7));
            case "float" -> value(JSON.numberNode(1.5));
            case "boolean" -> value(JSON.booleanNode(true));
            case "null" -> value(JSON.nullNode());
            case "list" -> value(JSON.arrayNode().add(1).add(2));
            case "json text" -> value(JSON.textNode("{\"a\": 1}"));
            case "report" -> value(JSON.textNode("e1: 400\ne2: 800\n"));
            default -> failure("unknown kind");
        };
    }
}
