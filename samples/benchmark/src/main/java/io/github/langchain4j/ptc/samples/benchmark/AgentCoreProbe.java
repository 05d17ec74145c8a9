package io.github.langchain4j.ptc.samples.benchmark;

import io.github.langchain4j.ptc.agentcore.AgentCoreSandbox;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Session;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClient;

/** Checks, against AWS, what the AgentCore sandbox rests on; nobody could when it was built. */
@Command(
        name = AgentCoreProbe.NAME,
        mixinStandardHelpOptions = true,
        description = {
            "Checks each assumption of the AgentCore sandbox against the service, and prints PASS or FAIL with a figure.",
            "Region and credentials are found as by other AWS tools. It starts three sessions for about a minute."
        })
final class AgentCoreProbe implements Callable<Integer> {

    static final String NAME = "agentcore-probe";

    private static final int MISSING = 2;
    private static final int STEPS = 20;
    private static final int LONGEST_SESSION = 8 * 60 * 60;
    private static final int[] SIZES = {8 << 10, 32 << 10, 128 << 10, 512 << 10, 1 << 20, 4 << 20};
    /** What the sandbox prints at most, and what a request carries, by default. */
    private static final int RESPONSE = 128 << 10;

    private static final int REQUEST = 1 << 20;

    /** A process that answers each line with itself twice. */
    private static final String CHILD = """
            import subprocess, sys
            child = subprocess.Popen([sys.executable, '-I', '-u', '-c',
                "import os, sys\\nprint(sorted(os.environ))\\nfor line in sys.stdin: print(line.strip() * 2)"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}, start_new_session=True)
            print(child.stdout.readline().decode().strip())
            """;

    private static final String ASK_CHILD = """
            child.stdin.write(b'ab\\n')
            child.stdin.flush()
            print(child.stdout.readline().decode().strip(), child.poll())
            """;

    private static final String NETWORK = """
            import socket
            def reaches(host, port):
                try:
                    socket.create_connection((host, port), 3).close()
                    return True
                except OSError:
                    return False
            print([host for host, port in %s if reaches(host, port)])
            """;

    @Option(
            names = "--identifier",
            defaultValue = AgentCoreSandbox.DEFAULT_IDENTIFIER,
            description = "code interpreter")
    private String identifier;

    @Option(names = "--region", description = "AWS region (default: what the AWS SDK finds)")
    private String region;

    @Option(names = "--endpoint", description = "another address than that of the region")
    private URI endpoint;

    @Option(names = "--longest", defaultValue = "25", description = "seconds of the longest call (default: 25)")
    private int longest;

    @Option(
            names = "--outside",
            defaultValue = "[('1.1.1.1', 443), ('example.com', 443), ('169.254.169.254', 80)]",
            description = "what must be out of reach, as a list in Python")
    private String outside;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private int failures;

    /** A check: gives its figure, or fails. */
    private interface Check {

        String figure() throws Exception;
    }

    @Override
    public Integer call() {
        AwsCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        Region at;
        try {
            at = region == null
                    ? DefaultAwsRegionProviderChain.builder().build().getRegion()
                    : Region.of(region);
        } catch (SdkClientException e) {
            return missing("an AWS region (--region, AWS_REGION or a profile)");
        }
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException e) {
            return missing("AWS credentials (a profile, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role)");
        }
        try (BedrockAgentCoreAsyncClient client = client(at, credentials)) {
            out().printf("%s in %s%s%n", identifier, at, endpoint == null ? "" : " at " + endpoint);
            raw(client);
            check("the sandbox runs programs with tool calls", () -> sandbox(client));
        }
        out().printf("%d checks failed%n", failures);
        out().flush();
        return failures == 0 ? 0 : 1;
    }

    private int missing(String what) {
        spec.commandLine().getErr().printf("There is nothing to probe: it needs %s.%n", what);
        spec.commandLine().getErr().flush();
        return MISSING;
    }

    private BedrockAgentCoreAsyncClient client(Region at, AwsCredentialsProvider credentials) {
        var builder = BedrockAgentCoreAsyncClient.builder()
                .region(at)
                .credentialsProvider(credentials)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().readTimeout(Duration.ofSeconds(longest + 30L)));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void check(String what, Check check) {
        String line;
        try {
            line = "PASS  " + what + ": " + check.figure();
        } catch (Exception | AssertionError e) {
            failures++;
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            line = "FAIL  " + what + ": " + cause.getMessage();
        }
        out().println(line);
        out().flush();
    }

    private static String require(boolean right, String figure) {
        if (!right) {
            throw new AssertionError(figure);
        }
        return figure;
    }

    private void raw(BedrockAgentCoreAsyncClient client) {
        RawSession[] started = new RawSession[1];
        check("a session starts", () -> {
            long start = System.nanoTime();
            started[0] = new RawSession(client, identifier, 900);
            return since(start);
        });
        RawSession session = started[0];
        if (session == null) {
            return;
        }
        check("Python is 3.9 or newer", () -> {
            String version = session.execute("import sys\nprint('%d.%d' % sys.version_info[:2])")
                    .strip();
            String[] parts = version.split("\\.");
            return require(parts[0].equals("3") && Integer.parseInt(parts[1]) >= 9, version);
        });
        check("variables live from call to call", () -> {
            session.execute("kept = 41");
            return require(session.execute("print(kept + 1)").strip().equals("42"), "yes");
        });
        check("a child process starts, and has no environment but its own", () -> {
            String names = session.execute(CHILD).strip();
            return require(!names.contains("AWS") && !names.contains("TOKEN"), names);
        });
        check("it lives between calls, and its pipes work", () -> {
            Thread.sleep(1000);
            String said = session.execute(ASK_CHILD).strip();
            return require(said.equals("abab None"), said);
        });
        check("a step takes", () -> median(() -> session.execute("print(1)")));
        check("what is printed comes back, up to " + RESPONSE + " characters", () -> printing(session));
        check("a request takes " + REQUEST + " characters", () -> requesting(session));
        check("a call may last " + longest + " s", () -> {
            long start = System.nanoTime();
            session.execute("import time\ntime.sleep(" + longest + ")\nprint(1)");
            return since(start);
        });
        check("two calls at once do no harm", () -> parallel(session));
        check("there is no network", () -> {
            String reached = session.execute(NETWORK.formatted(outside)).strip();
            return require(reached.equals("[]"), reached.equals("[]") ? "none" : "it reaches " + reached);
        });
        check("a session stops", () -> {
            long start = System.nanoTime();
            session.close();
            return since(start);
        });
        check("a stopped session is not found", () -> {
            try {
                return require(false, "it printed " + session.execute("print(1)"));
            } catch (CompletionException e) {
                String error = e.getCause().getClass().getSimpleName();
                return require(error.equals("ResourceNotFoundException"), error);
            }
        });
        check("a session may last 8 h", () -> {
            new RawSession(client, identifier, LONGEST_SESSION).close();
            return "yes";
        });
    }

    private static String printing(RawSession session) {
        int whole = 0;
        for (int size : SIZES) {
            if (session.execute("print('x' * " + size + ")").strip().length() < size) {
                break;
            }
            whole = size;
        }
        return require(whole >= RESPONSE, "whole up to " + whole + " characters");
    }

    private static String requesting(RawSession session) {
        int taken = 0;
        try {
            for (int size : SIZES) {
                session.execute("#" + "x".repeat(size) + "\nprint(1)");
                taken = size;
            }
        } catch (CompletionException e) {
            return require(
                    taken >= REQUEST, "up to " + taken + ": " + e.getCause().getMessage());
        }
        return require(taken >= REQUEST, "up to " + taken + " and more");
    }

    private static String parallel(RawSession session) {
        long start = System.nanoTime();
        CompletableFuture<String> first = session.begin("import time\ntime.sleep(2)\nprint('first')");
        CompletableFuture<String> second = session.begin("print('second')");
        String how = second.handle((printed, failure) -> failure == null
                        ? "the second was executed after " + since(start)
                        : "the second was refused: " + failure.getCause().getMessage())
                .join();
        return require(first.join().strip().equals("first"), how);
    }

    private String sandbox(BedrockAgentCoreAsyncClient client) throws InterruptedException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (AgentCoreSandbox sandbox = AgentCoreSandbox.builder()
                        .client(client)
                        .identifier(identifier)
                        .build();
                Engine engine = new Engine(sandbox, Limits.DEFAULT);
                Session session = engine.open()) {
            double calls = Programs.run(session, "sum(echo(n) for n in range(10))", timer)
                    .total();
            double gather = Programs.run(session, "sum(await asyncio.gather(*[slow(n) for n in range(100)]))", timer)
                    .total();
            return String.format(Locale.ROOT, "10 calls one by one %.0f ms, 100 at once %.0f ms", calls, gather);
        } finally {
            timer.shutdownNow();
        }
    }

    private static String median(Callable<?> step) throws Exception {
        double[] millis = new double[STEPS];
        for (int n = 0; n < STEPS; n++) {
            long start = System.nanoTime();
            step.call();
            millis[n] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "median %.1f ms (%.1f – %.1f, n=%d)",
                millis[STEPS / 2],
                millis[0],
                millis[STEPS - 1],
                STEPS);
    }

    private static String since(long start) {
        return String.format(Locale.ROOT, "%.0f ms", (System.nanoTime() - start) / 1e6);
    }
}
