package io.github.langchain4j.ptc.samples.proxy.model;

import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.anthropic.backing.ModelDescription;
import io.github.langchain4j.ptc.anthropic.backing.ModelResolver;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** All models, by the names that clients say. What each call of a model used is told with its owner. Thread-safe. */
public final class Models implements ModelResolver, AutoCloseable {

    private record Entry(ModelDescription description, BackingModel model) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final BiConsumer<String, TokenUsage> meter;

    /**
     * @param configs the models that are configured
     * @param meter told of an owner and of what a model used for it, where that is known
     * @throws IllegalArgumentException if there are none, or one cannot be used
     */
    public Models(Map<String, ProxyConfig.Model> configs, BiConsumer<String, TokenUsage> meter) {
        this.meter = meter;
        if (configs.isEmpty()) {
            throw new IllegalArgumentException("No model is configured: set ptc.proxy.models.<name>.provider");
        }
        try {
            new TreeMap<>(configs).forEach((name, config) -> entries.put(name, entry(name, config)));
        } catch (IllegalArgumentException e) {
            close();
            throw e;
        }
    }

    private static Entry entry(String name, ProxyConfig.Model config) {
        try {
            BackingModel model = switch (config.provider()) {
                case OPENAI -> OpenAiBacking.of(name, config);
                case BEDROCK -> BedrockBacking.of(name, config);
                case RECORDED -> BackingModel.of(RecordedBacking.create());
            };
            String display = config.displayName().orElse(name);
            return new Entry(new ModelDescription(name, display, Instant.EPOCH), model);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ptc.proxy.models.\"" + name + "\": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Backing> find(String name, String owner) {
        return Optional.ofNullable(entries.get(name)).map(entry -> metered(entry.model(), owner));
    }

    /** The library asks for the cached part of the usage of each call, so that is the place where calls are counted. */
    private Backing metered(BackingModel model, String owner) {
        return model.backing()
                .get()
                .cacheUsage(usage -> {
                    if (usage == null) {
                        return Backing.CacheUsage.NONE;
                    }
                    meter.accept(owner, usage);
                    return model.cacheUsage().apply(usage);
                })
                .build();
    }

    @Override
    public List<ModelDescription> models(String owner) {
        return entries.values().stream().map(Entry::description).toList();
    }

    @Override
    public void close() {
        entries.values().forEach(entry -> entry.model().close().run());
    }
}
