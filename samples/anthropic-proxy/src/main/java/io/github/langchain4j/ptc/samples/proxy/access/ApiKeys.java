package io.github.langchain4j.ptc.samples.proxy.access;

import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** All keys, by the names of their owners. Thread-safe. */
public final class ApiKeys {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,64}");

    private record Entry(KeyHash hash, Allowance allowance) {}

    private final Map<String, Entry> entries;

    private ApiKeys(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /**
     * The keys of the configuration.
     *
     * @throws IllegalArgumentException if there are none, or one cannot be used
     */
    public static ApiKeys of(Map<String, ? extends ProxyConfig.Key> keys, Clock clock) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "No API key is configured, and the service is for nobody without one. Make"
                            + " one with the command hash-key, and put what it prints into ptc.proxy.keys.<name>.hash");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        new TreeMap<>(keys).forEach((name, key) -> entries.put(name, entry(name, key, clock)));
        return new ApiKeys(entries);
    }

    private static Entry entry(String name, ProxyConfig.Key key, Clock clock) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("ptc.proxy.keys." + name
                    + ": the name must have at most 64 letters, digits, dots, dashes and underscores");
        }
        KeyHash hash;
        try {
            hash = KeyHash.parse(key.hash());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ptc.proxy.keys." + name + ".hash " + e.getMessage());
        }
        try {
            return new Entry(hash, new Allowance(key, clock));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ptc.proxy.keys." + name + "." + e.getMessage());
        }
    }

    /** Whose key it is. All hashes are compared, so the time tells nothing. */
    public Optional<String> owner(String key) {
        String owner = null;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (entry.getValue().hash().matches(key)) {
                owner = entry.getKey();
            }
        }
        return Optional.ofNullable(owner);
    }

    /**
     * Lets a request of an owner in.
     *
     * @return to be run when it is over
     * @throws LimitedException if the key has used what it may
     */
    public Runnable enter(String owner) {
        Allowance allowance = entries.get(owner).allowance();
        allowance.enter();
        return allowance::leave;
    }

    /** Tokens of a model were used for an owner. */
    public void use(String owner, long tokens) {
        entries.get(owner).allowance().use(tokens);
    }
}
