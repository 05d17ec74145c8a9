package io.github.langchain4j.ptc.agentcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bridge prints is read whole or not at all. */
class EnvelopeTest {

    private static final String BODY = "eNpLTEpOSQUABuoB2w==";

    private static String part() {
        CRC32 crc = new CRC32();
        crc.update(BODY.getBytes(StandardCharsets.ISO_8859_1));
        return "<ptc:part:7:0:%d:4:1500:1:250:-:%08x>%s</ptc>".formatted(BODY.length(), crc.getValue(), BODY);
    }

    @Test
    void aPartTellsAllThatItHolds() {
        assertThat(Envelope.read("noise before " + part() + "\nand after"))
                .isEqualTo(new Envelope.Part(
                        7,
                        0,
                        BODY.length(),
                        4,
                        Duration.ofNanos(1_500_000),
                        true,
                        Optional.of(Duration.ofMillis(250)),
                        Optional.empty(),
                        BODY));
    }

    @Test
    void aPartThatIsCutAnywhereIsGarbled() {
        for (int length = 0; length < part().length(); length++) {
            assertThat(Envelope.read(part().substring(0, length))).isInstanceOf(Envelope.Garbled.class);
        }
    }

    @Test
    void aBodyThatWasChangedIsGarbled() {
        long seed = System.nanoTime();
        System.out.println("EnvelopeTest: seed " + seed);
        Random random = new Random(seed);
        int begin = part().indexOf(BODY);
        for (int n = 0; n < 500; n++) {
            StringBuilder changed = new StringBuilder(part());
            int at = begin + random.nextInt(BODY.length());
            changed.setCharAt(at, changed.charAt(at) == 'A' ? 'B' : 'A');
            assertThat(Envelope.read(changed.toString())).isInstanceOf(Envelope.Garbled.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ptc:></ptc>",
                "<ptc:part></ptc>",
                "<ptc:part:1:0:0:0:0:0:0:-></ptc>",
                "<ptc:part:-1:0:0:0:0:0:0:-:00000000></ptc>",
                "<ptc:part:1:-5:0:0:0:0:0:-:00000000></ptc>",
                "<ptc:part:1:0:99999999999:0:0:0:0:-:00000000></ptc>",
                "<ptc:part:1:0:0:0:9223372036854775807:0:0:-:00000000></ptc>",
                "<ptc:part:1:0:0:0:0:0:0:%%%:00000000></ptc>",
                "<ptc:part:1:0:0:0:0:0:0:-:00000000>AAAA</ptc>",
                "<ptc:refused:%></ptc>",
                "<ptc:fed:1></ptc>",
                "<ptc:fed:x:1></ptc>",
                "</ptc><ptc:gone>"
            })
    void whatIsNoEnvelopeIsGarbled(String printed) {
        assertThat(Envelope.read(printed)).isInstanceOf(Envelope.Garbled.class);
    }
}
