package io.github.langchain4j.ptc.samples.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private Instant now = Instant.parse("2026-03-01T23:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private record Key(String hash, int requestsPerMinute, int requestsAtOnce, long tokensPerDay)
            implements ProxyConfig.Key {}

    private Allowance allowance(int perMinute, int atOnce, long tokens) {
        return new Allowance(new Key("", perMinute, atOnce, tokens), clock);
    }

    private static LimitedException refused(Allowance allowance) {
        return catchThrowableOfType(LimitedException.class, allowance::enter);
    }

    @Test
    void requestsCountForAnySixtySeconds() {
        Allowance allowance = allowance(2, 0, 0);
        allowance.enter();
        now = now.plusSeconds(30);
        allowance.enter();
        assertThat(refused(allowance).retryAfterSeconds()).isEqualTo(30);
        now = now.plusMillis(29_500);
        assertThat(refused(allowance).retryAfterSeconds()).isEqualTo(1);
        now = now.plusMillis(500);
        allowance.enter();
        assertThat(refused(allowance).retryAfterSeconds()).isEqualTo(30);
    }

    @Test
    void refusedRequestsDoNotCount() {
        Allowance allowance = allowance(1, 0, 0);
        allowance.enter();
        for (int request = 0; request < 5; request++) {
            now = now.plusSeconds(11);
            assertThat(refused(allowance)).isNotNull();
        }
        now = now.plusSeconds(5);
        assertThatCode(allowance::enter).doesNotThrowAnyException();
    }

    @Test
    void requestsAtOnceCountUntilTheyLeave() {
        Allowance allowance = allowance(0, 2, 0);
        allowance.enter();
        allowance.enter();
        assertThat(refused(allowance)).hasMessageContaining("2 requests at once");
        allowance.leave();
        assertThatCode(allowance::enter).doesNotThrowAnyException();
    }

    @Test
    void tokensCountUntilMidnight() {
        Allowance allowance = allowance(0, 0, 100);
        allowance.use(99);
        allowance.enter();
        allowance.use(50);
        assertThat(refused(allowance).retryAfterSeconds())
                .isEqualTo(Duration.ofHours(1).toSeconds());
        now = now.plus(Duration.ofHours(1));
        assertThatCode(allowance::enter).doesNotThrowAnyException();
        allowance.use(100);
        assertThat(refused(allowance)).isNotNull();
    }

    @Test
    void zeroIsNoLimit() {
        Allowance allowance = allowance(0, 0, 0);
        allowance.use(Long.MAX_VALUE / 2);
        for (int request = 0; request < 1000; request++) {
            allowance.enter();
        }
    }
}
