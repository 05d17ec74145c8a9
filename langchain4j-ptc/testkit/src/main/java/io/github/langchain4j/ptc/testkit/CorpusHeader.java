package io.github.langchain4j.ptc.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment lines {@code # key: value} at the beginning of a program of a corpus. A key may stand several times.
 * Immutable.
 */
record CorpusHeader(Map<String, List<String>> lines) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern LINE = Pattern.compile("# ([a-z-]+):(?: (.*))?");

    static CorpusHeader of(String code) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (String line : code.split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                break;
            }
            String value = matcher.group(2) == null ? "" : matcher.group(2);
            lines.computeIfAbsent(matcher.group(1), key -> new ArrayList<>()).add(value);
        }
        return new CorpusHeader(lines);
    }

    boolean has(String key) {
        return lines.containsKey(key);
    }

    List<String> all(String key) {
        return lines.getOrDefault(key, List.of());
    }

    Optional<String> first(String key) {
        return all(key).stream().findFirst();
    }

    String required(String key) {
        return first(key).orElseThrow(() -> new IllegalArgumentException("The header lacks '# " + key + ": …'"));
    }

    /** The parts of a value with commas. */
    Set<String> set(String key) {
        Set<String> parts = new LinkedHashSet<>();
        for (String value : all(key)) {
            for (String part : value.split(",")) {
                parts.add(part.strip());
            }
        }
        return Set.copyOf(parts);
    }

    /** The value of the key as it stands, or of the key with {@code -raw} as a JSON string. */
    Optional<String> text(String key) {
        return first(key).or(() -> first(key + "-raw").map(CorpusHeader::unquoted));
    }

    private static String unquoted(String json) {
        try {
            return JSON.readValue(json, String.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No JSON string: " + json, e);
        }
    }
}
