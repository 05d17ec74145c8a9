package io.github.langchain4j.ptc.samples.proxy.config;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** All that is configured, under {@code ptc.proxy}. The README has the reference. */
@StaticInitSafe
@ConfigMapping(prefix = "ptc.proxy")
public interface ProxyConfig {

    /** Whether a key is made up at the start, and printed. For trying it out. */
    @WithDefault("false")
    boolean demo();

    /** Who may use the service, by name. */
    Map<String, Key> keys();

    /** The models, by the name that clients say. */
    Map<String, Model> models();

    /** What requests may take. */
    Requests requests();

    /** Where programs run. */
    SandboxSettings sandbox();

    /** How long containers live. */
    Containers containers();

    /** What each program may use. */
    Programs programs();

    /** This process among several. */
    Node node();

    /** One API key. A limit of 0 is none. */
    interface Key {

        /** What the command {@code hash-key} prints; never the key itself. */
        String hash();

        /** Requests in any 60 seconds. */
        @WithDefault("600")
        int requestsPerMinute();

        /** Requests at once. */
        @WithDefault("64")
        int requestsAtOnce();

        /** Tokens of the models behind, in and out, in a day of UTC. */
        @WithDefault("0")
        long tokensPerDay();
    }

    /** One model. */
    interface Model {

        /** What speaks to it. */
        Provider provider();

        /** Its name with the provider; that of clients if it is missing. */
        Optional<String> modelName();

        /** Its name for people. */
        Optional<String> displayName();

        /** The endpoint, for {@link Provider#OPENAI}. */
        @WithDefault("https://api.openai.com/v1")
        String baseUrl();

        /** The key of the endpoint, for {@link Provider#OPENAI}. */
        Optional<String> apiKey();

        /**
         * Whether the limit of a response is sent as {@code max_completion_tokens}, which newer models of OpenAI want,
         * instead of {@code max_tokens}, which everybody else knows.
         */
        @WithDefault("false")
        boolean maxCompletionTokens();

        /** The region, for {@link Provider#BEDROCK}; that of the environment if it is missing. */
        Optional<String> region();

        /** How long one answer of the model may take. */
        @WithDefault("10m")
        Duration timeout();
    }

    /** What speaks to a model. */
    enum Provider {
        /** An endpoint with OpenAI's chat completions. */
        OPENAI,
        /** Bedrock's Converse API, with the credentials of the environment. */
        BEDROCK,
        /** Answers that were written down. */
        RECORDED
    }

    /** What requests may take. */
    interface Requests {

        /** Requests that are worked on at once, each by a thread. */
        @WithDefault("256")
        int atOnce();

        /** The largest body, in bytes. */
        @WithDefault("33554432")
        int maxBodyBytes();

        /** How long a body may take to arrive. */
        @WithDefault("2m")
        Duration bodyTime();

        /** Bytes of a stream that a client has not taken yet; with more it counts as gone. */
        @WithDefault("8388608")
        int maxUnsentBytes();

        /** Calls of the model for one response. */
        @WithDefault("20")
        int maxRounds();

        /** How long a stream is silent before it gets a ping. */
        @WithDefault("15s")
        Duration pingTime();
    }

    /** Where programs run. */
    interface SandboxSettings {

        /** What isolates them. */
        @WithDefault("embedded")
        Kind type();

        /** Containers at once, of all keys. */
        @WithDefault("64")
        int sessions();

        /** Interpreters that are started ahead. */
        @WithDefault("2")
        int warm();

        /** Memory of each, in bytes. */
        @WithDefault("268435456")
        long memoryBytes();

        /** Memory of all embedded interpreters together, in bytes; half of the heap if it is missing. */
        OptionalLong totalMemoryBytes();

        /** The image of the Docker sandbox. */
        @WithDefault("langchain4j-ptc/sandbox:slim")
        String image();

        /** What its programs may import beyond the standard library, in words; of our images it is known. */
        Optional<String> packages();

        /** The runtime of the Docker sandbox: {@code runsc}, say. */
        Optional<String> runtime();

        /** CPUs of each of its containers. */
        OptionalDouble cpus();
    }

    /** A kind of sandbox. */
    enum Kind {
        /** In this process. */
        EMBEDDED,
        /** In containers of a Docker engine. */
        DOCKER
    }

    /** How long containers live. */
    interface Containers {

        /** Containers of one key at once. */
        @WithDefault("16")
        int perKey();

        /** After a response. */
        @WithDefault("5m")
        Duration idleTime();

        /** While a program waits for results. */
        @WithDefault("270s")
        Duration pauseTime();

        /** How long a call waits for its result. */
        @WithDefault("240s")
        Duration callTime();

        /** How long a request waits for another one that uses the same container. */
        @WithDefault("60s")
        Duration patience();
    }

    /** What each program may use. */
    interface Programs {

        /** While it runs. */
        @WithDefault("30s")
        Duration computeTime();

        /** From its start to its end, pauses aside. */
        @WithDefault("5m")
        Duration wallTime();

        /** Calls of tools. */
        @WithDefault("1000")
        int toolCalls();

        /** Characters of each output stream that the model reads. */
        @WithDefault("20000")
        int outputCharacters();
    }

    /** This process among several. */
    interface Node {

        /** Its name, a part of container ids. */
        Optional<String> name();

        /** The addresses of the others, by name, such as {@code http://proxy-b:8080}. */
        Map<String, URI> peers();
    }
}
