package io.github.langchain4j.ptc.samples.expense;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Help.Ansi;

/**
 * What the command line is run in; tests make their own.
 *
 * @param environment the environment variables
 * @param out the standard output
 * @param err the standard error
 * @param colour whether the output understands colours
 * @param unicode whether the output shows more than ASCII
 */
record Surroundings(
        Map<String, String> environment, PrintStream out, PrintStream err, boolean colour, boolean unicode) {

    Surroundings {
        environment = Map.copyOf(environment);
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(err, "err");
    }

    /** Those of this process. */
    static Surroundings ofProcess() {
        Charset charset = charset();
        return new Surroundings(
                System.getenv(),
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                Ansi.AUTO.enabled(),
                charset.equals(StandardCharsets.UTF_8));
    }

    /** The encoding of the terminal, which JDK 17 and later JDKs tell in different ways. */
    private static Charset charset() {
        for (String property : new String[] {"stdout.encoding", "sun.stdout.encoding", "native.encoding"}) {
            String name = System.getProperty(property);
            if (name != null && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return Charset.defaultCharset();
    }

    /** An environment variable; {@code null} if it is not set or empty. */
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
