package io.github.langchain4j.ptc.samples.proxy;

import io.github.langchain4j.ptc.samples.proxy.access.KeyHash;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import java.util.HashMap;
import java.util.Map;

/** A key that lives as long as the process, and is printed: for trying the service out. */
record DemoKey(String hash) implements ProxyConfig.Key {

    private static final String NAME = "demo";

    static Map<String, ProxyConfig.Key> addTo(Map<String, ProxyConfig.Key> configured, int port) {
        String key = KeyHash.newKey();
        // Not through the logger, which may write a file.
        System.out.println("The API key of this run, which is kept nowhere:");
        System.out.println();
        System.out.println("  export ANTHROPIC_API_KEY=" + key);
        System.out.println();
        System.out.println("Another terminal can ask once the service listens:");
        System.out.println();
        System.out.println("  curl http://localhost:" + port + "/v1/messages -H \"x-api-key: $ANTHROPIC_API_KEY\" \\");
        System.out.println("    -H 'anthropic-version: 2023-06-01' -H 'content-type: application/json' \\");
        System.out.println("    -d '{\"model\": \"recorded\", \"max_tokens\": 1024,"
                + " \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'");
        System.out.println();
        Map<String, ProxyConfig.Key> keys = new HashMap<>(configured);
        keys.put(NAME, new DemoKey(KeyHash.of(key).text()));
        return keys;
    }

    @Override
    public int requestsPerMinute() {
        return 0;
    }

    @Override
    public int requestsAtOnce() {
        return 0;
    }

    @Override
    public long tokensPerDay() {
        return 0;
    }
}
