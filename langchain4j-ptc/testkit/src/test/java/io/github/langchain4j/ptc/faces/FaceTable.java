package io.github.langchain4j.ptc.faces;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** What tests say about faces and features. */
final class FaceTable {

    /** A place in the table. */
    record Place(Face face, Feature feature) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::feature).thenComparing(Place::face);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private static final Pattern RUN_BY_SUREFIRE = Pattern.compile("Test.*|.*(Test|Tests|TestCase)");

    // The tests that say a text, by text and place.
    private final Map<Place, Map<String, Set<String>>> texts = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    /** The table of these classes' annotated methods. */
    FaceTable(List<Class<?>> classes) {
        for (Class<?> type : classes) {
            for (Method method : type.getDeclaredMethods()) {
                for (Cell cell : method.getAnnotationsByType(Cell.class)) {
                    add(cell, method);
                }
            }
        }
        texts.forEach((place, said) -> {
            if (said.size() > 1) {
                problems.add(place + " has different texts: " + said);
            }
        });
    }

    /** The table of all test classes of the module; those of {@link FaceTableChecksTest} have made-up cells. */
    static FaceTable ofThisModule() throws IOException {
        Class<?> test = FaceTableChecksTest.class;
        Path root;
        try {
            root = Path.of(
                    test.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        List<String> names;
        try (Stream<Path> files = Files.walk(root)) {
            names = files.map(root::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replaceAll("[/\\\\]", "."))
                    .filter(name -> !name.startsWith(test.getName()))
                    .sorted()
                    .toList();
        }
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) {
            try {
                classes.add(Class.forName(name, false, test.getClassLoader()));
            } catch (ClassNotFoundException e) {
                throw new IOException(name, e);
            }
        }
        return new FaceTable(classes);
    }

    private void add(Cell cell, Method method) {
        String test = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        if (!AnnotationSupport.isAnnotated(method, Testable.class)) {
            problems.add(test + " has a cell, but is no test");
        }
        if (!RUN_BY_SUREFIRE.matcher(outermost(method).getSimpleName()).matches()) {
            problems.add(test + " has a cell, but Surefire does not run its class: let its name end with Test");
        }
        if (isDisabled(method)) {
            problems.add(test + " has a cell, but is disabled: it proves nothing");
        }
        if (cell.says().isBlank() || cell.says().contains("|") || cell.says().contains("\n")) {
            problems.add(test + " must say something in one line without \"|\"");
        }
        texts.computeIfAbsent(new Place(cell.face(), cell.feature()), place -> new TreeMap<>())
                .computeIfAbsent(cell.says().strip(), text -> new TreeSet<>())
                .add(test);
    }

    private static Class<?> outermost(Method method) {
        Class<?> type = method.getDeclaringClass();
        while (type.getEnclosingClass() != null) {
            type = type.getEnclosingClass();
        }
        return type;
    }

    private static boolean isDisabled(Method method) {
        for (Class<?> type = method.getDeclaringClass(); type != null; type = type.getEnclosingClass()) {
            if (type.isAnnotationPresent(Disabled.class)) {
                return true;
            }
        }
        return method.isAnnotationPresent(Disabled.class);
    }

    /** What must be mended in the tests. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The places of which no test says anything, row by row. */
    Set<Place> missing() {
        Set<Place> missing = new TreeSet<>();
        for (Face face : Face.values()) {
            for (Feature feature : Feature.values()) {
                missing.add(new Place(face, feature));
            }
        }
        missing.removeAll(texts.keySet());
        return missing;
    }

    /** The table in Markdown, a row for each feature, without a line break at its end. */
    String markdown() {
        List<String> rows = new ArrayList<>();
        rows.add(row("", Arrays.stream(Face.values()).map(Face::title)));
        rows.add("|---".repeat(Face.values().length + 1) + "|");
        for (Feature feature : Feature.values()) {
            Map<Face, String> cells = new EnumMap<>(Face.class);
            for (Face face : Face.values()) {
                Set<String> said =
                        texts.getOrDefault(new Place(face, feature), Map.of()).keySet();
                cells.put(face, said.isEmpty() ? "–" : String.join(" / ", said));
            }
            rows.add(row(feature.title(), cells.values().stream()));
        }
        return String.join("\n", rows);
    }

    private static String row(String title, Stream<String> cells) {
        return Stream.concat(Stream.of(title), cells).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
