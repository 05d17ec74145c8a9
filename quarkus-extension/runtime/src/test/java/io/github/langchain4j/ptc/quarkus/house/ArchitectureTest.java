package io.github.langchain4j.ptc.quarkus.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** The rooms of the extension, bottom to top, and what may not stand in them. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.github.langchain4j.ptc.quarkus";

    private static final String RUNTIME = ROOT + ".runtime";

    @ArchTest
    static final ArchRule CONFIGURATION_KNOWS_NOTHING_OF_THE_EXTENSION = mayUse(RUNTIME + ".config");

    @ArchTest
    static final ArchRule SANDBOXES_KNOW_THE_CONFIGURATION = mayUse(RUNTIME + ".sandbox", RUNTIME + ".config");

    @ArchTest
    static final ArchRule WHAT_OBSERVES_IS_NOT_KNOWN_BELOW =
            mayUse(RUNTIME, ROOT, RUNTIME + ".config", RUNTIME + ".sandbox");

    @ArchTest
    static final ArchRule ANNOTATIONS_KNOW_NOTHING_OF_THE_EXTENSION = mayUse(ROOT);

    @ArchTest
    static final ArchRule CLASSES_ARE_NAMED_AFTER_WHAT_THEY_ARE =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Data|Info)");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule NOTHING_IS_WRITTEN_TO_THE_STANDARD_STREAMS =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    private static ArchRule mayUse(String room, String... rooms) {
        String[] others = Stream.of(
                        "", ".runtime", ".runtime.config", ".runtime.sandbox", ".runtime.observe", ".runtime.dev")
                .map(ROOT::concat)
                .filter(other -> !other.equals(room))
                .filter(other -> !Arrays.asList(rooms).contains(other))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }
}
