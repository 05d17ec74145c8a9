package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.OutputFile;
import io.github.langchain4j.ptc.engine.Session;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files go into a session and come out of it, and nowhere else. */
abstract class FileConformance extends LimitConformance {

    @Test
    final void aFilePutIntoASessionCanBeRead() throws InterruptedException {
        try (Session session = engine.open()) {
            session.put("expenses.csv", utf8("id,amount\ne1,400\n"));
            assertReturned(run(session, "open('expenses.csv').read().split('\\n')[1]"), "e1,400");
        }
    }

    @Test
    final void filesInFoldersArePutAndReplacedBetweenPrograms() throws InterruptedException {
        try (Session session = engine.open()) {
            session.put("data/2025/q3.txt", utf8("old"));
            assertReturned(run(session, "open('data/2025/q3.txt').read()"), "old");
            session.put("data/2025/q3.txt", utf8("new and longer"));
            assertReturned(run(session, "open('data/2025/q3.txt').read()"), "new and longer");
        }
    }

    @Test
    final void everyByteArrivesAlsoInLargeFiles() throws InterruptedException {
        byte[] content = new byte[3_000_000];
        new Random(7).nextBytes(content);
        int sum = 0;
        for (byte b : content) {
            sum += b & 0xff;
        }
        try (Session session = engine.open()) {
            session.put("noise.bin", content);
            session.put("empty.bin", new byte[0]);
            assertReturned(
                    run(session, "b = open('noise.bin', 'rb').read()\nstr((len(b), sum(b)))"),
                    "(3000000, " + sum + ")");
            assertReturned(run(session, "len(open('empty.bin', 'rb').read())"), "0");
        }
    }

    @Test
    final void pathsThatLeaveTheFolderAreRefusedAndTheSessionLivesOn() throws InterruptedException {
        try (Session session = engine.open()) {
            for (String path : new String[] {"../x", "/x", "a/../../x", "", ".", "a//b", "C:\\x", "a\u0000b"}) {
                assertThatThrownBy(() -> session.put(path, utf8("x"))).isInstanceOf(IllegalArgumentException.class);
            }
            assertReturned(run(session, "1"), "1");
        }
    }

    @Test
    final void newAndChangedFilesOfTheOutputFolderComeOut() throws InterruptedException {
        try (Session session = engine.open()) {
            Event.Ended first = run(session, """
                    import os
                    os.makedirs('output/charts', exist_ok=True)
                    open('output/report.csv', 'w').write('id,amount')
                    open('output/charts/é.bin', 'wb').write(bytes(range(256)) * 1000)
                    open('output/empty', 'w').close()
                    open('elsewhere.txt', 'w').write('stays')
                    None
                    """);
            assertThat(contents(first)).containsOnlyKeys("report.csv", "charts/é.bin", "empty");
            assertThat(contents(first).get("report.csv")).isEqualTo(utf8("id,amount"));
            assertThat(contents(first).get("charts/é.bin")).hasSize(256_000).startsWith(0, 1, 2);
            assertThat(run(session, "1").files()).isEmpty();
            Event.Ended later = run(session, "open('output/report.csv', 'a').write(',more')\n1 / 0");
            assertThat(later.outcome()).isInstanceOf(Outcome.Failed.class);
            assertThat(contents(later)).containsOnlyKeys("report.csv");
            assertThat(contents(later).get("report.csv")).isEqualTo(utf8("id,amount,more"));
        }
    }

    @Test
    final void moreOrLargerFilesThanAllowedAreLeftOutAndToldOf() throws InterruptedException {
        Limits few = ROOMY.toBuilder().outputFiles(2).outputFileBytes(1000).build();
        try (Engine limited = engine(few)) {
            Event.Ended many = run(limited, "for n in range(5):\n    open(f'output/{n}', 'w').close()");
            assertThat(many.files()).hasSizeLessThanOrEqualTo(2);
            assertToldOrEnded(many);
            Event.Ended large = run(limited, "open('output/large', 'wb').write(bytes(1001)) and None");
            assertThat(large.files()).isEmpty();
            assertToldOrEnded(large);
            assertServes(limited);
        }
    }

    private static void assertToldOrEnded(Event.Ended ended) {
        boolean toldOrEnded = !ended.warnings().isEmpty()
                || ended.outcome() instanceof Outcome.LimitHit hit && hit.limit() == Outcome.Limit.FILES;
        assertThat(toldOrEnded).as("the model learns of it: " + ended).isTrue();
    }

    private static Map<String, byte[]> contents(Event.Ended ended) {
        return ended.files().stream().collect(Collectors.toMap(OutputFile::path, OutputFile::content));
    }

    @Test
    final void aFileLargerThanTheSessionsRoomIsRefused() throws InterruptedException {
        try (Session session = engine.open()) {
            byte[] tooLarge = new byte[(int) engine.limits().interpreter().filesBytes() + 1];
            assertThatThrownBy(() -> session.put("large", tooLarge)).isInstanceOf(IllegalArgumentException.class);
            assertReturned(run(session, "1"), "1");
        }
    }

    @Test
    final void noFileIsTakenWhileAProgramRuns() throws InterruptedException {
        try (Session session = engine.open()) {
            start(session, "await echo(1)");
            assertThatThrownBy(() -> session.put("x", utf8("x"))).isInstanceOf(IllegalStateException.class);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
