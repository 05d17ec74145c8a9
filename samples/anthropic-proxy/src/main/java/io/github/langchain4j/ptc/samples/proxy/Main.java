package io.github.langchain4j.ptc.samples.proxy;

import io.github.langchain4j.ptc.samples.proxy.access.HashKey;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;

/** Starts the service, or runs the command {@code hash-key}. */
@QuarkusMain
public final class Main {

    Main() {}

    /** {@code hash-key} makes a key; anything else is for Quarkus. */
    public static void main(String... args) {
        if (args.length > 0 && args[0].equals("hash-key")) {
            System.exit(new HashKey(System.in, System.out, System.err).run(Arrays.copyOfRange(args, 1, args.length)));
        }
        Quarkus.run(null, Main::exit, args);
    }

    /** What is wrong with the configuration is said without a stack trace, in which nobody finds it. */
    private static void exit(int code, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure;
            while (cause.getCause() != null && !(cause instanceof IllegalArgumentException)) {
                cause = cause.getCause();
            }
            if (cause instanceof IllegalArgumentException) {
                System.err.println("The proxy cannot start: " + cause.getMessage());
            } else {
                failure.printStackTrace();
            }
        }
        System.exit(code);
    }
}
