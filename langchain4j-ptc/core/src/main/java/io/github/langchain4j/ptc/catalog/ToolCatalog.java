package io.github.langchain4j.ptc.catalog;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tools of an application. Immutable and thread-safe. */
public final class ToolCatalog {

    private ToolCatalog() {}

    /** An empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** The tools that programs may call, by Python name. */
    public List<CatalogTool> programmatic() {
        throw new UnsupportedOperationException();
    }

    /** The tools that the model may call in the ordinary way, by name. */
    public List<CatalogTool> direct() {
        throw new UnsupportedOperationException();
    }

    /** The tool that a program calls by this name; never one that is direct only. */
    public Optional<CatalogTool> find(String pythonName) {
        throw new UnsupportedOperationException();
    }

    /** The tool of this LangChain4j name, whoever may call it. */
    public Optional<CatalogTool> named(String name) {
        throw new UnsupportedOperationException();
    }

    /** The descriptors of {@link #programmatic()}. */
    public List<ToolDescriptor> descriptors() {
        throw new UnsupportedOperationException();
    }

    /** Python stubs of {@link #programmatic()}. */
    public String stubs() {
        throw new UnsupportedOperationException();
    }

    /** Collects tools. Not thread-safe. */
    public static final class Builder {

        private Builder() {}

        /** Adds all @Tool methods of beans. */
        public Builder add(Object... beans) {
            throw new UnsupportedOperationException();
        }

        /** Adds a tool that has no Java method. */
        public Builder add(ToolSpecification specification, ToolExecutor executor) {
            throw new UnsupportedOperationException();
        }

        /** Adds tools that have no Java method. */
        public Builder add(Map<ToolSpecification, ToolExecutor> tools) {
            throw new UnsupportedOperationException();
        }

        /** Who may call a tool that does not say so itself. Default: programs only. */
        public Builder defaultCallers(Set<Caller> callers) {
            throw new UnsupportedOperationException();
        }

        /** Who may call a tool, whatever it says itself. */
        public Builder callers(String toolName, Set<Caller> callers) {
            throw new UnsupportedOperationException();
        }

        /** Whether programs get BigDecimal as Decimal instead of float. Default: false. */
        public Builder decimals(boolean asDecimal) {
            throw new UnsupportedOperationException();
        }

        /** The catalogue. */
        public ToolCatalog build() {
            throw new UnsupportedOperationException();
        }
    }
}
