package io.github.langchain4j.ptc.samples.expense;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The sandboxes that the command line offers. */
enum SandboxChoice {
    EMBEDDED("embedded", "embedded: CPython in WebAssembly inside this JVM"),
    LOCAL_PYTHON("local-python", "local-python: the python3 of this machine, WITHOUT ISOLATION");

    private final String key;
    private final String description;

    SandboxChoice(String key, String description) {
        this.key = key;
        this.description = description;
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
