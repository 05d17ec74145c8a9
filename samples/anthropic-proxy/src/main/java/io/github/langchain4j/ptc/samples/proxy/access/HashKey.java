package io.github.langchain4j.ptc.samples.proxy.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The command {@code hash-key}: makes a key, or takes one from standard input, and prints its hash. */
public final class HashKey {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream problems;

    /**
     * @param in the key, with {@code --stdin}: an argument would be seen by other users and kept by shells
     * @param out gets what belongs into the configuration
     * @param problems gets all else
     */
    public HashKey(InputStream in, PrintStream out, PrintStream problems) {
        this.in = in;
        this.out = out;
        this.problems = problems;
    }

    /** Runs the command, and returns its exit code. */
    public int run(String... options) {
        if (options.length == 0) {
            String key = KeyHash.newKey();
            problems.println("The key, which is shown only now and belongs to the client:");
            problems.println(key);
            problems.println("Its hash, for ptc.proxy.keys.<name>.hash:");
            out.println(KeyHash.of(key).text());
            return 0;
        }
        if (options.length == 1 && options[0].equals("--stdin")) {
            return hashGiven();
        }
        problems.println("usage: hash-key            makes a key and prints it with its hash");
        problems.println("       hash-key --stdin    prints the hash of the key on standard input");
        return 2;
    }

    private int hashGiven() {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            String key = line == null ? "" : line.strip();
            if (key.length() < KeyHash.MIN_KEY_LENGTH) {
                problems.println("The key must be random and have at least " + KeyHash.MIN_KEY_LENGTH
                        + " characters: a shorter one could be guessed from its hash. Without --stdin one is made.");
                return 1;
            }
            out.println(KeyHash.of(key).text());
            return 0;
        } catch (IOException e) {
            problems.println("Standard input cannot be read: " + e.getMessage());
            return 1;
        }
    }
}
