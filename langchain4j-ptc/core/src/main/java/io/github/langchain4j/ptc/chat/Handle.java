package io.github.langchain4j.ptc.chat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a conversation or a turn, by 100 random bits: who has it can continue it. That of a turn is a part of the ids of
 * tool calls that go out to the caller, so that it is found even if a store drops the attributes of messages.
 *
 * @param text up to 24 letters, digits and hyphens
 */
record Handle(String text) {

    private static final int BITS = 100;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9-]{8,24}");

    // Together at most 40 characters, which all providers take, should such a message ever reach one.
    private static final Pattern ID = Pattern.compile("ptc_([A-Za-z0-9-]{8,24})_(\\d{1,4})_(\\d{1,3})");

    /**
     * The id of a call that goes out.
     *
     * @param turn names its turn
     * @param pause number of the pause in its turn, from 1
     * @param index of the call in the pause
     */
    record CallName(Handle turn, int pause, int index) {

        @Override
        public String toString() {
            return "ptc_" + turn.text + "_" + pause + "_" + index;
        }
    }

    Handle {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("No handle of a conversation or turn");
        }
    }

    static Handle random() {
        String text = new BigInteger(BITS, RANDOM).setBit(BITS).toString(Character.MAX_RADIX);
        return new Handle(text.toLowerCase(Locale.ROOT));
    }

    /** What the id of a tool request says, if it is of ours. */
    static Optional<CallName> read(String id) {
        Matcher matcher = ID.matcher(id == null ? "" : id);
        return matcher.matches()
                ? Optional.of(new CallName(
                        new Handle(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    static boolean isOurs(String id) {
        return read(id).isPresent();
    }
}
