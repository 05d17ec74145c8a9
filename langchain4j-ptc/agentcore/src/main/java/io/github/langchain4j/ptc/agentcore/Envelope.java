package io.github.langchain4j.ptc.agentcore;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/** What the bridge prints, and the service hands on. It is the word of a hostile sandbox: valid in form, no more. */
sealed interface Envelope {

    /**
     * A part of a step's response.
     *
     * @param step the step's number
     * @param offset where the body begins in the packed output
     * @param total characters of the packed output
     * @param bytes bytes of the output, unpacked
     * @param inside how long the step took in the sandbox
     * @param ran whether the child could run in the step
     * @param rest for how long the child does nothing by itself, as far as it said; empty if it may be running
     * @param obituary how the child ended, if it has
     * @param body the characters
     */
    record Part(
            long step,
            int offset,
            int total,
            int bytes,
            Duration inside,
            boolean ran,
            Optional<Duration> rest,
            Optional<String> obituary,
            String body)
            implements Envelope {}

    /** A piece of input was taken. */
    record Fed(long step, int index) implements Envelope {}

    /** The bridge is working on a request that came before. */
    record Busy() implements Envelope {}

    /** There is no bridge: the context was restarted. */
    record Gone() implements Envelope {}

    /** The bridge cannot do what it was asked for, and says why. */
    record Refused(String why) implements Envelope {}

    /** What was printed is no whole envelope. */
    record Garbled(int length) implements Envelope {}

    String BEGIN = "<ptc:";
    String END = "</ptc>";

    /** Reads what was printed. */
    static Envelope read(String printed) {
        int begin = printed.indexOf(BEGIN);
        int body = printed.indexOf('>', Math.max(0, begin));
        int end = printed.indexOf(END, Math.max(0, body));
        if (begin < 0 || body < 0 || end < 0) {
            return new Garbled(printed.length());
        }
        String[] fields = printed.substring(begin + BEGIN.length(), body).split(":", -1);
        try {
            return read(fields, printed.substring(body + 1, end), printed.length());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Garbled(printed.length());
        }
    }

    private static Envelope read(String[] fields, String body, int length) {
        return switch (fields[0]) {
            case "part" ->
                Long.parseLong(fields[9], 16) == crc(body) && body.length() <= number(fields[3], Integer.MAX_VALUE)
                        ? part(fields, body)
                        : new Garbled(length);
            case "fed" -> new Fed(number(fields[1], Long.MAX_VALUE), (int) number(fields[2], Integer.MAX_VALUE));
            case "busy" -> new Busy();
            case "gone" -> new Gone();
            case "refused" -> new Refused(text(fields[1]));
            default -> new Garbled(length);
        };
    }

    private static Part part(String[] fields, String body) {
        long rest = Long.parseLong(fields[7]);
        return new Part(
                number(fields[1], Long.MAX_VALUE),
                (int) number(fields[2], Integer.MAX_VALUE),
                (int) number(fields[3], Integer.MAX_VALUE),
                (int) number(fields[4], Integer.MAX_VALUE),
                Duration.ofNanos(number(fields[5], Long.MAX_VALUE / 1000) * 1000),
                !fields[6].equals("0"),
                rest < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(rest)),
                fields[8].equals("-") ? Optional.empty() : Optional.of(text(fields[8])),
                body);
    }

    private static long number(String field, long largest) {
        long number = Long.parseLong(field);
        if (number < 0 || number > largest) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static long crc(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.ISO_8859_1));
        return crc.getValue();
    }
}
