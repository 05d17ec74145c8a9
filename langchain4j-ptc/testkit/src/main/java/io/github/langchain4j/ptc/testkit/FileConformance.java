package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.engine.Session;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
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
    final void aLinkThatAProgramMadeDoesNotLeadAFileOut() throws InterruptedException {
        require("files through links", Set.of("processes"));
        try (Session session = engine.open()) {
            assertReturned(run(session, """
                    import os, tempfile
                    outside = tempfile.mkdtemp(dir='..')
                    os.symlink(outside, 'door')
                    1
                    """), "1");
            try {
                session.put("door/x.txt", utf8("x"));
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("door");
            }
            if (session.isAlive()) {
                assertReturned(run(session, "len(os.listdir(outside))"), "0");
            }
        }
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
