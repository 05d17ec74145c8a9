import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.CodeExecutionTool20260120;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class AskForOrders {

    private static final Map<String, String> ORDERS = Map.of("C1", "[20, 35]", "C2", "[111]");

    public static void main(String[] args) {
        AnthropicClient client = AnthropicOkHttpClient.fromEnv();
        Tool getOrders = Tool.builder()
                .name("get_orders")
                .description("Amounts of a customer's orders, as a JSON list")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty("customer", JsonValue.from(Map.of("type", "string")))
                                .build())
                        .addRequired("customer")
                        .build())
                .addAllowedCaller(Tool.AllowedCaller.CODE_EXECUTION_20260120)
                .build();
        MessageCreateParams.Builder request = MessageCreateParams.builder()
                .model("recorded")
                .maxTokens(1024)
                .addTool(CodeExecutionTool20260120.builder().build())
                .addTool(getOrders)
                .addUserMessage("What have customers C1 and C2 spent together?");

        Message message = client.messages().create(request.build());
        while (message.stopReason().equals(Optional.of(StopReason.TOOL_USE))) {
            List<ContentBlockParam> results = message.content().stream()
                    .flatMap(block -> block.toolUse().stream())
                    .map(use -> ContentBlockParam.ofToolResult(result(use)))
                    .toList();
            message.container().ifPresent(container -> request.container(container.id()));
            request.addMessage(message).addUserMessageOfContentBlockParams(results);
            message = client.messages().create(request.build());
        }
        message.content().forEach(block -> block.text().ifPresent(text -> System.out.println(text.text())));
        client.close();
    }

    private static ToolResultBlockParam result(ToolUseBlock use) {
        String customer = use._input().convert(Map.class).get("customer").toString();
        return ToolResultBlockParam.builder()
                .toolUseId(use.id())
                .content(ORDERS.get(customer))
                .build();
    }
}
