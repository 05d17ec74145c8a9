package io.github.langchain4j.ptc.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which containers nobody needs any more. */
class ContainerCleanerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration HOUR = Duration.ofHours(1);

    /** As the engine lists it. */
    private static boolean isLeftOver(String state, Duration age, String expires) throws JsonProcessingException {
        Map<String, Object> listed = Map.of(
                "Id",
                "0123",
                "State",
                state,
                "Created",
                Instant.now().minus(age).getEpochSecond(),
                "Labels",
                Map.of(DockerEngine.LABEL, "x", DockerEngine.LABEL_EXPIRES, expires));
        return ContainerCleaner.isLeftOver(JSON.readValue(JSON.writeValueAsString(listed), Container.class));
    }

    private static String in(Duration time) {
        return Long.toString(Instant.now().plus(time).getEpochSecond());
    }

    @Test
    void thoseThatHaveEnded() throws Exception {
        assertThat(isLeftOver("exited", Duration.ZERO, in(HOUR))).isTrue();
        assertThat(isLeftOver("dead", Duration.ZERO, in(HOUR))).isTrue();
    }

    @Test
    void thoseThatWereNeverStartedBecauseTheirJvmDied() throws Exception {
        assertThat(isLeftOver("created", HOUR, in(HOUR))).isTrue();
        assertThat(isLeftOver("created", Duration.ofSeconds(30), in(HOUR))).isFalse();
    }

    @Test
    void thoseWhoseTimeIsOver() throws Exception {
        assertThat(isLeftOver("running", HOUR, in(HOUR.negated()))).isTrue();
        assertThat(isLeftOver("paused", HOUR, in(HOUR.negated()))).isTrue();
        assertThat(isLeftOver("running", HOUR, in(HOUR))).isFalse();
    }

    @Test
    void notThoseOfWhichThatIsNotKnown() throws Exception {
        for (String expires : new String[] {"", "soon", "-1", "9".repeat(19)}) {
            assertThat(isLeftOver("running", HOUR, expires)).as(expires).isFalse();
        }
    }
}
