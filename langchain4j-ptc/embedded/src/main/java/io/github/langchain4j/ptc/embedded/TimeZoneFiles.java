package io.github.langchain4j.ptc.embedded;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeSet;

/**
 * The time zones that this JVM knows, as files that Python's {@code zoneinfo} reads (RFC 9636): the guest has no system
 * to take them from. Future changes of the clock are written out up to {@value #LAST_YEAR}.
 */
final class TimeZoneFiles {

    private static final int LAST_YEAR = 2100;

    private TimeZoneFiles() {}

    /** All zones: for each the length of its name, the name, the length of its file, the file. */
    static byte[] all() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
                if (name.startsWith("SystemV/")) {
                    continue;
                }
                byte[] id = name.getBytes(StandardCharsets.UTF_8);
                byte[] file = file(ZoneId.of(name));
                out.writeShort(id.length);
                out.write(id);
                out.writeInt(file.length);
                out.write(file);
            }
        }
        return bytes.toByteArray();
    }

    private record Kind(int offset, boolean daylight, String name) {}

    private static byte[] file(ZoneId zone) throws IOException {
        ZoneRules rules = zone.getRules();
        Map<Kind, Integer> kinds = new LinkedHashMap<>();
        List<ZoneOffsetTransition> transitions = transitions(rules);
        number(
                kinds,
                kind(zone, rules, firstOffset(rules, transitions), Instant.EPOCH.minus(Duration.ofDays(100_000))));
        List<Integer> after = new ArrayList<>();
        for (ZoneOffsetTransition transition : transitions) {
            after.add(number(kinds, kind(zone, rules, transition.getOffsetAfter(), transition.getInstant())));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            // Version 1 comes first and is empty; readers skip it.
            writeBlock(out, List.of(), List.of(), List.of(new Kind(0, false, "UTC")));
            writeBlock(out, transitions, after, List.copyOf(kinds.keySet()));
            out.writeBytes("\n\n");
        }
        return bytes.toByteArray();
    }

    private static List<ZoneOffsetTransition> transitions(ZoneRules rules) {
        List<ZoneOffsetTransition> transitions = new ArrayList<>(rules.getTransitions());
        if (!rules.getTransitionRules().isEmpty()) {
            Instant at = transitions.isEmpty()
                    ? Instant.EPOCH
                    : transitions.get(transitions.size() - 1).getInstant();
            ZoneOffsetTransition next = rules.nextTransition(at);
            while (next != null && next.getDateTimeBefore().getYear() <= LAST_YEAR) {
                transitions.add(next);
                next = rules.nextTransition(next.getInstant());
            }
        }
        return transitions;
    }

    private static ZoneOffset firstOffset(ZoneRules rules, List<ZoneOffsetTransition> transitions) {
        return transitions.isEmpty()
                ? rules.getOffset(Instant.EPOCH)
                : transitions.get(0).getOffsetBefore();
    }

    private static Kind kind(ZoneId zone, ZoneRules rules, ZoneOffset offset, Instant at) {
        boolean daylight = rules.isDaylightSavings(at);
        String name = TimeZone.getTimeZone(zone).getDisplayName(daylight, TimeZone.SHORT, Locale.ENGLISH);
        if (!name.matches("[A-Z]{3,6}") || name.equals("GMT") && offset.getTotalSeconds() != 0) {
            // As the tz database does for places without an abbreviation of their own.
            int minutes = Math.abs(offset.getTotalSeconds() / 60);
            String sign = offset.getTotalSeconds() < 0 ? "-" : "+";
            name = sign
                    + String.format(Locale.ROOT, minutes % 60 == 0 ? "%02d" : "%02d%02d", minutes / 60, minutes % 60);
        }
        return new Kind(offset.getTotalSeconds(), daylight, name);
    }

    private static int number(Map<Kind, Integer> kinds, Kind kind) {
        return kinds.computeIfAbsent(kind, fresh -> kinds.size());
    }

    private static void writeBlock(
            DataOutputStream out, List<ZoneOffsetTransition> transitions, List<Integer> after, List<Kind> kinds)
            throws IOException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        List<Integer> nameAt = new ArrayList<>();
        for (Kind kind : kinds) {
            nameAt.add(names.size());
            names.writeBytes((kind.name() + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes("TZif2");
        out.write(new byte[15]);
        for (int count : new int[] {0, 0, 0, transitions.size(), kinds.size(), names.size()}) {
            out.writeInt(count);
        }
        for (ZoneOffsetTransition transition : transitions) {
            out.writeLong(transition.toEpochSecond());
        }
        for (int kind : after) {
            out.writeByte(kind);
        }
        for (int i = 0; i < kinds.size(); i++) {
            out.writeInt(kinds.get(i).offset());
            out.writeBoolean(kinds.get(i).daylight());
            out.writeByte(nameAt.get(i));
        }
        names.writeTo(out);
    }
}
