package io.github.langchain4j.ptc.samples.proxy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** What tests need of the machine. Where it is missing they are left out, with a line that says so, unless CI insists. */
enum Requirement {
    NPM,
    NGINX,
    DOCKER,
    /** For the commands of the README. */
    CURL;

    /** Leaves the test out, or fails, if a command does not work. */
    void check(String... command) {
        if (works(List.of(command))) {
            return;
        }
        String problem = "'" + String.join(" ", command) + "' does not work here";
        if ("true".equals(System.getenv("PTC_REQUIRE_" + name()))) {
            throw new AssertionError(problem);
        }
        System.out.println("Left out: " + problem);
        Assumptions.abort(problem);
    }

    private static boolean works(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
