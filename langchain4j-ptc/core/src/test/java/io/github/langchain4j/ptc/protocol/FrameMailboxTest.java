package io.github.langchain4j.ptc.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FrameMailboxTest {

    private final FrameMailbox mailbox = new FrameMailbox(1000);

    @Test
    void givesFramesInOrderAndNullAtTheDeadline() throws Exception {
        mailbox.put(0, new byte[] {1});
        mailbox.put(1, new byte[] {2});
        assertThat(mailbox.take(Deadline.NEVER).payload()).containsExactly(1);
        assertThat(mailbox.take(Deadline.NEVER).payload()).containsExactly(2);
        assertThat(mailbox.take(Deadline.in(Duration.ofMillis(5)))).isNull();
        assertThat(mailbox.take(Deadline.in(Duration.ZERO))).isNull();
    }

    @Test
    void framesThatCameBeforeTheDeathCanStillBeTaken() throws Exception {
        mailbox.put(0, new byte[] {1});
        mailbox.die(new Death(null, "gone"));
        mailbox.put(0, new byte[] {2});
        assertThat(mailbox.take(Deadline.NEVER).payload()).containsExactly(1);
        assertThatThrownBy(() -> mailbox.take(Deadline.NEVER))
                .isInstanceOf(InterpreterDiedException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void aFullBoxHoldsTheWriterUntilThereIsRoomOrDeath() throws Exception {
        mailbox.put(0, new byte[900]);
        CompletableFuture<Void> writer = write(new byte[900]);
        assertThat(mailbox.take(Deadline.NEVER).payload()).hasSize(900);
        assertThat(mailbox.take(Deadline.NEVER).payload()).hasSize(900);
        writer.get(10, TimeUnit.SECONDS);

        mailbox.put(0, new byte[900]);
        writer = write(new byte[900]);
        mailbox.die(new Death(KillReason.CLOSED, "closed"));
        writer.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> write(byte[] payload) {
        return CompletableFuture.runAsync(() -> {
            try {
                mailbox.put(0, payload);
            } catch (ProtocolException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void oneFrameAlwaysFits() throws Exception {
        mailbox.put(0, new byte[5000]);
        assertThat(mailbox.take(Deadline.NEVER).payload()).hasSize(5000);
    }

    @Test
    void theFirstDeathCounts() throws Exception {
        mailbox.die(new Death(KillReason.LIMIT, "first"));
        mailbox.die(new Death(null, "second"));
        assertThat(mailbox.died().toCompletableFuture().get().description()).isEqualTo("first");
    }

    @Test
    void refusesUnknownTypes() {
        assertThatThrownBy(() -> mailbox.put(2, new byte[0])).isInstanceOf(ProtocolException.class);
    }
}
