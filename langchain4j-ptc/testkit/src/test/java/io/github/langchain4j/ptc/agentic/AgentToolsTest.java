package io.github.langchain4j.ptc.agentic;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.supervisor.SupervisorAgent;
import dev.langchain4j.agentic.supervisor.SupervisorResponseStrategy;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.V;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Agents of LangChain4j's agentic module on a wrapped model: their tools stay where they are, and programs call them
 * through the agents.
 */
@RequiresPython
@Timeout(120)
class AgentToolsTest {

    /** Public, as the agentic module needs it. */
    public interface Auditor {

        @dev.langchain4j.service.UserMessage("Who of {{department}} spent how much?")
        @Agent(description = "Says who of a department spent how much", outputKey = "spent")
        String audit(@V("department") String department);
    }

    /** Public, too. */
    public interface Converter {

        @dev.langchain4j.service.UserMessage("In euros: {{spent}}")
        @Agent(description = "Converts amounts to euros", outputKey = "euros")
        String convert(@V("spent") String spent);
    }

    interface AuditService {

        @dev.langchain4j.service.UserMessage("Who of {{department}} spent how much?")
        String audit(@V("department") String department);
    }

    /** Hands a call on: the agentic module takes no proxies of AI services as agents. */
    public record AuditAgent(AuditService service) {

        /** Asks the service. */
        @Agent(outputKey = "spent")
        public String audit(@V("department") String department) {
            return service.audit(department);
        }
    }

    static final class Expenses {

        private final Queue<String> calls = new ConcurrentLinkedQueue<>();

        @Tool("Names of the members of a department")
        List<String> members(String department) {
            calls.add("members " + department);
            return List.of("Ann", "Bob", "Eve");
        }

        @Tool("What a member spent, in dollars")
        int spent(@P("name of the member") String member) {
            calls.add("spent " + member);
            return member.charAt(0);
        }
    }

    static final class Rates {

        private final Queue<Integer> calls = new ConcurrentLinkedQueue<>();

        @Tool("Dollars in euros")
        double euros(int dollars) {
            calls.add(dollars);
            return dollars / 2.0;
        }
    }

    private static final String AUDIT = """
            names = await members("sales")
            amounts = await asyncio.gather(*(spent(name) for name in names))
            dict(zip(names, map(int, amounts)))""";
    private static final String AUDITED = "{\"Ann\":65,\"Bob\":66,\"Eve\":69}";
    private static final String CONVERT = "[float(await euros(dollars)) for dollars in (65, 66, 69)]";

    private final WatchedSandbox sandbox = new WatchedSandbox(new LocalPythonSandbox());
    private final Expenses expenses = new Expenses();
    private final Rates rates = new Rates();

    @AfterEach
    void closeTheSandbox() {
        sandbox.close();
    }

    private Auditor auditor(ChatModel model) {
        return AgenticServices.agentBuilder(Auditor.class)
                .chatModel(model)
                .tools(expenses)
                .build();
    }

    private Converter converter(ChatModel model) {
        return AgenticServices.agentBuilder(Converter.class)
                .chatModel(model)
                .tools(rates)
                .build();
    }

    private static List<String> tools(ChatRequest request) {
        return request.toolSpecifications().stream()
                .map(ToolSpecification::name)
                .toList();
    }

    private static String question(ChatRequest request) {
        return UserMessage.findLast(request.messages()).orElseThrow().singleText();
    }

    @Test
    void aSequenceHandsTheAnswerOfOneAgentsProgramToTheNext() throws Exception {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request -> assertThat(tools(request)).containsExactly("execute_python"))
                        .expect(request -> assertThat(
                                        request.toolSpecifications().get(0).description())
                                .contains("def spent(member: str)")
                                .doesNotContain("euros"))
                        .program(AUDIT)
                        .expect(request -> assertThat(lastResults(request)).containsExactly(AUDITED))
                        .answer("Ann 65, Bob 66, Eve 69")
                        .expect(request -> assertThat(question(request)).isEqualTo("In euros: Ann 65, Bob 66, Eve 69"))
                        .expect(request -> assertThat(
                                        request.toolSpecifications().get(0).description())
                                .contains("def euros(dollars: int)")
                                .doesNotContain("spent("))
                        .program(CONVERT)
                        .expect(request -> assertThat(lastResults(request)).containsExactly("[32.5,33.0,34.5]"))
                        .answer("Ann 32.50, Bob 33.00, Eve 34.50")
                        .build();
                PtcChatModel model = PtcChatModel.wrap(script, sandbox)) {
            UntypedAgent sequence = AgenticServices.sequenceBuilder()
                    .subAgents(auditor(model), converter(model))
                    .outputKey("euros")
                    .build();
            assertThat(sequence.invoke(Map.of("department", "sales"))).isEqualTo("Ann 32.50, Bob 33.00, Eve 34.50");
            sandbox.assertAllEnded(2);
        }
        assertThat(expenses.calls).containsExactlyInAnyOrder("members sales", "spent Ann", "spent Bob", "spent Eve");
        assertThat(rates.calls).containsExactly(65, 66, 69);
    }

    @Test
    void parallelAgentsOnOneModelGetTheirOwnResults() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ChatModel answering = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                boolean auditing = question(request).startsWith("Who");
                if (lastResults(request).isEmpty()) {
                    meet(both);
                    return Replies.program(auditing ? AUDIT : CONVERT);
                }
                return Replies.answer((auditing ? "audited " : "converted ") + lastResults(request));
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (PtcChatModel model = PtcChatModel.wrap(answering, sandbox)) {
            UntypedAgent parallel = AgenticServices.parallelBuilder()
                    .subAgents(auditor(model), converter(model))
                    .executor(threads)
                    .output(scope -> scope.readState("spent") + " / " + scope.readState("euros"))
                    .build();
            assertThat(parallel.invoke(Map.of("department", "sales", "spent", "before")))
                    .isEqualTo("audited [" + AUDITED + "] / converted [[32.5,33.0,34.5]]");
            sandbox.assertAllEnded(2);
        } finally {
            threads.shutdownNow();
        }
        assertThat(expenses.calls).hasSize(4);
        assertThat(rates.calls).containsExactly(65, 66, 69);
    }

    private static void meet(CountDownLatch all) {
        all.countDown();
        try {
            assertThat(all.await(60, TimeUnit.SECONDS))
                    .as("both agents at once")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aConditionRunsTheProgramsOfTheChosenAgentOnly() throws Exception {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program(CONVERT)
                        .answer("100.00 in all")
                        .build();
                PtcChatModel model = PtcChatModel.wrap(script, sandbox)) {
            UntypedAgent conditional = AgenticServices.conditionalBuilder()
                    .subAgents(scope -> scope.hasState("department"), auditor(model))
                    .subAgents(scope -> scope.hasState("spent"), converter(model))
                    .outputKey("euros")
                    .build();
            assertThat(conditional.invoke(Map.of("spent", "65, 66, 69"))).isEqualTo("100.00 in all");
            sandbox.assertAllEnded(1);
        }
        assertThat(expenses.calls).isEmpty();
        assertThat(rates.calls).hasSize(3);
    }

    @Test
    void aSupervisorOnTheSameModelPlansWithoutTheCodeTool() throws Exception {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request ->
                                assertThat(request.toolSpecifications()).isEmpty())
                        .answer("{\"agentName\": \"audit\", \"arguments\": {\"department\": \"sales\"}}")
                        .program(AUDIT)
                        .expect(request -> assertThat(lastResults(request)).containsExactly(AUDITED))
                        .answer("Eve spent most.")
                        .expect(request -> assertThat(question(request)).contains("Eve spent most."))
                        .answer("{\"agentName\": \"done\", \"arguments\": {\"response\": \"Asked the auditor.\"}}")
                        .build();
                PtcChatModel model = PtcChatModel.wrap(script, sandbox)) {
            SupervisorAgent supervisor = AgenticServices.supervisorBuilder()
                    .chatModel(model)
                    .responseStrategy(SupervisorResponseStrategy.LAST)
                    .subAgents(auditor(model))
                    .build();
            assertThat(supervisor.invoke("Who of sales spent most?")).isEqualTo("Eve spent most.");
            sandbox.assertAllEnded(1);
        }
        assertThat(expenses.calls).hasSize(4);
    }

    @Test
    void aSmallMemoryAndAnExecutorServeAProgramOfManyCallsWhoseResultsAreDescribed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("sum(await asyncio.gather(*(euros(2 * n) for n in range(20))))")
                        .expect(request -> assertThat(question(request)).isEqualTo("In euros: twenty amounts"))
                        .expect(request -> assertThat(lastResults(request)).containsExactly("190.0"))
                        .answer("190.00")
                        .build();
                PtcChatModel model = PtcChatModel.builder()
                        .model(script)
                        .sandbox(sandbox)
                        .describe(rates)
                        .build()) {
            Converter converter = AgenticServices.agentBuilder(Converter.class)
                    .chatModel(model)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                    .executeToolsConcurrently(threads)
                    .tools(rates)
                    .build();
            UntypedAgent sequence = AgenticServices.sequenceBuilder()
                    .subAgents(converter)
                    .outputKey("euros")
                    .build();
            assertThat(sequence.invoke(Map.of("spent", "twenty amounts"))).isEqualTo("190.00");
            sandbox.assertAllEnded(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(rates.calls).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aServiceWithTheCodeToolIsAnAgentAmongOthers() throws Exception {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program(AUDIT)
                        .expect(request -> assertThat(lastResults(request)).containsExactly(AUDITED))
                        .answer("Ann 65, Bob 66, Eve 69")
                        .expect(request -> assertThat(question(request)).isEqualTo("In euros: Ann 65, Bob 66, Eve 69"))
                        .program(CONVERT)
                        .answer("Ann 32.50, Bob 33.00, Eve 34.50")
                        .build();
                CodeExecution code = CodeExecution.of(sandbox);
                PtcChatModel model = PtcChatModel.wrap(script, sandbox)) {
            AuditService service = PtcAiServices.builder(AuditService.class, code)
                    .chatModel(script)
                    .tools(expenses)
                    .build();
            UntypedAgent sequence = AgenticServices.sequenceBuilder()
                    .subAgents(new AuditAgent(service), converter(model))
                    .outputKey("euros")
                    .build();
            assertThat(sequence.invoke(Map.of("department", "sales"))).isEqualTo("Ann 32.50, Bob 33.00, Eve 34.50");
            sandbox.assertAllEnded(2);
        }
        assertThat(expenses.calls).hasSize(4);
        assertThat(rates.calls).hasSize(3);
    }
}
