package io.github.langchain4j.ptc.samples.expense;

import io.github.langchain4j.ptc.agentcore.AgentCoreSandbox;
import io.github.langchain4j.ptc.docker.DockerSandbox;
import io.github.langchain4j.ptc.docker.PullPolicy;
import io.github.langchain4j.ptc.embedded.EmbeddedSandbox;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The sandboxes that the command line offers. */
enum SandboxChoice {
    EMBEDDED("embedded", "embedded", "embedded: CPython in WebAssembly inside this JVM", EmbeddedSandbox::create),
    /** Programs can import the same there as in the embedded one, so that models are asked the same. */
    DOCKER(
            "docker",
            "embedded",
            "docker: a container of its own, from the image " + DockerSandbox.SLIM_IMAGE,
            () -> DockerSandbox.builder().pullPolicy(PullPolicy.NEVER).build()),
    /** Nothing but the standard library is offered, so that models are asked the same, too. */
    AGENTCORE(
            "agentcore",
            "embedded",
            "agentcore: a micro virtual machine of Amazon Bedrock AgentCore",
            () -> AgentCoreSandbox.builder().packages("").build()),
    LOCAL_PYTHON(
            "local-python",
            "local-python",
            "local-python: the python3 of this machine, WITHOUT ISOLATION",
            LocalPythonSandbox::new);

    private final String key;
    private final String recording;
    private final String description;
    private final Supplier<Sandbox> factory;

    SandboxChoice(String key, String recording, String description, Supplier<Sandbox> factory) {
        this.key = key;
        this.recording = recording;
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

    /** Whose recorded conversation fits: models are told what programs can import. */
    String recording() {
        return recording;
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
            throw new TypeConversionException(
                    "expected 'embedded', 'docker', 'agentcore' or 'local-python', but was '" + name + "'");
        }
    }
}
