package io.github.langchain4j.ptc.samples.expense;

import io.github.langchain4j.ptc.embedded.EmbeddedSandbox;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The sandboxes that the command line offers. */
enum SandboxChoice {
    EMBEDDED("embedded", "embedded: CPython in WebAssembly inside this JVM", EmbeddedSandbox::create),
    LOCAL_PYTHON(
            "local-python", "local-python: the python3 of this machine, WITHOUT ISOLATION", LocalPythonSandbox::new);

    private final String key;
    private final String description;
    private final Supplier<Sandbox> factory;

    SandboxChoice(String key, String description, Supplier<Sandbox> factory) {
        this.key = key;
        this.description = description;
        this.factory = factory;
    }

    /** Opens it; the caller closes it. */
    Sandbox open() {
        return factory.get();
    }

    /** The name on the command line and in the JSON file. */
    String key() {
        return key;
    }

    /** What the report says of it. */
    String description() {
        return description;
    }

    /** Reads the name on the command line. */
    static final class Converter implements ITypeConverter<SandboxChoice> {

        @Override
        public SandboxChoice convert(String name) {
            for (SandboxChoice choice : values()) {
                if (choice.key.equals(name)) {
                    return choice;
                }
            }
            throw new TypeConversionException("expected 'embedded' or 'local-python', but was '" + name + "'");
        }
    }
}
