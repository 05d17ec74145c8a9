package io.github.langchain4j.ptc.samples.proxy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.model.bedrock.BedrockCachePointPlacement;
import dev.langchain4j.model.bedrock.BedrockChatRequestParameters;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bedrock at the wire: what AWS' SDK sends to an endpoint of ours. */
class BedrockBackingTest {

    private static final String ANSWER = """
            {"output": {"message": {"role": "assistant", "content": [{"text": "Hello from Bedrock"}]}},
             "stopReason": "end_turn", "metrics": {"latencyMs": 1},
             "usage": {"inputTokens": 7, "outputTokens": 5, "totalTokens": 12, "cacheReadInputTokens": 3,
                       "cacheWriteInputTokens": 2}}""";

    private final Map<String, String> before = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length());
            exchange.getResponseBody().write(ANSWER.getBytes());
            exchange.close();
        });
        server.start();
        set("aws.disableEc2Metadata", "true");
        set(
                "aws.endpointUrlBedrockRuntime",
                "http://localhost:" + server.getAddress().getPort());
    }

    private void set(String name, String value) {
        before.put(name, System.getProperty(name));
        System.setProperty(name, value);
    }

    @AfterEach
    void end() {
        server.stop(0);
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private static Models models(List<TokenUsage> usages, String... more) {
        Map<String, String> properties = new HashMap<>();
        properties.put("ptc.proxy.models.claude.provider", "bedrock");
        properties.put("ptc.proxy.models.claude.model-name", "anthropic.claude");
        for (int index = 0; index < more.length; index += 2) {
            properties.put("ptc.proxy.models.claude." + more[index], more[index + 1]);
        }
        ProxyConfig config = new SmallRyeConfigBuilder()
                .withMapping(ProxyConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(ProxyConfig.class);
        return new Models(config.models(), (owner, usage) -> usages.add(usage));
    }

    @Test
    void asksWithRegionAndCredentialsOfTheEnvironment() {
        set("aws.accessKeyId", "AKIATEST");
        set("aws.secretAccessKey", "secret");
        set("aws.region", "eu-central-1");
        List<TokenUsage> usages = new ArrayList<>();
        try (Models models = models(usages)) {
            Backing backing = models.find("claude", "alice").orElseThrow();
            assertThat(backing.streaming()).isPresent();
            assertThat(backing.model().orElseThrow().chat("Hello?")).isEqualTo("Hello from Bedrock");
            assertThat(requests).hasSize(1);
            assertThat(requests.get(0))
                    .startsWith("POST /model/anthropic.claude/converse")
                    .contains("Hello?");
        }
    }

    @Test
    void whatStandsAtAUrlIsNotFetchedFromHere() throws Exception {
        set("aws.accessKeyId", "AKIATEST");
        set("aws.secretAccessKey", "secret");
        ObjectNode request = (ObjectNode) new JsonMapper().readTree("""
                {"messages": [{"role": "user", "content": [{"type": "tool_result", "content": [
                  {"type": "image", "source": {"type": "url", "url": "http://169.254.169.254/latest/meta-data"}}]}]}]}""");
        try (Models models = models(new ArrayList<>(), "region", "eu-central-1")) {
            Backing backing = models.find("claude", "alice").orElseThrow();
            ChatRequestParameters known = ChatRequestParameters.builder().build();
            assertThatThrownBy(() -> backing.parameters().of(known, request))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("no image by its URL");
        }
    }

    @Test
    void thinkingAndThePromptCacheArePassedOn() throws Exception {
        set("aws.accessKeyId", "AKIATEST");
        set("aws.secretAccessKey", "secret");
        ObjectNode request = (ObjectNode) new JsonMapper().readTree("""
                {"thinking": {"type": "enabled", "budget_tokens": 2000},
                 "tools": [{"name": "a", "cache_control": {"type": "ephemeral"}}]}""");
        try (Models models = models(new ArrayList<>(), "region", "eu-central-1")) {
            Backing backing = models.find("claude", "alice").orElseThrow();
            BedrockChatRequestParameters parameters = (BedrockChatRequestParameters) backing.parameters()
                    .of(ChatRequestParameters.builder().maxOutputTokens(9).build(), request);
            assertThat(parameters.maxOutputTokens()).isEqualTo(9);
            assertThat(parameters.cachePointPlacement()).isEqualTo(BedrockCachePointPlacement.AFTER_TOOLS);
            assertThat(parameters.additionalModelRequestFields().toString()).contains("budget_tokens=2000");
        }
    }

    @Test
    void aMissingRegionIsSaidAtTheStart() {
        set("aws.accessKeyId", "AKIATEST");
        set("aws.secretAccessKey", "secret");
        set("aws.configFile", "/nowhere");
        assertThatThrownBy(() -> models(new ArrayList<>()))
                .hasMessageContaining("ptc.proxy.models.\"claude\": no region is known")
                .hasMessageContaining("AWS_REGION");
    }

    @Test
    void missingCredentialsAreSaidAtTheStart() {
        set("aws.sharedCredentialsFile", "/nowhere");
        assertThatThrownBy(() -> models(new ArrayList<>(), "region", "eu-central-1"))
                .hasMessageContaining("ptc.proxy.models.\"claude\": no credentials for AWS were found")
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
    }
}
