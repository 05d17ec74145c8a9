package io.github.langchain4j.ptc.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** The rooms of the library, bottom to top, and what may not stand in them. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.github.langchain4j.ptc";

    @ArchTest
    static final ArchRule SANDBOX_KNOWS_NOTHING_OF_THE_LIBRARY =
            mayUse("sandbox", "java..", ROOT + ".sandbox", "org.slf4j..");

    @ArchTest
    static final ArchRule PROTOCOL_KNOWS_SANDBOX_ALONE = mayUseOfTheLibrary("protocol", "sandbox");

    @ArchTest
    static final ArchRule ENGINE_KNOWS_SANDBOX_AND_PROTOCOL = mayUseOfTheLibrary("engine", "sandbox", "protocol");

    @ArchTest
    static final ArchRule CATALOG_KNOWS_ENGINE = mayUseOfTheLibrary("catalog", "engine");

    @ArchTest
    static final ArchRule PROGRAM_DOES_NOT_KNOW_CHAT = mayUseOfTheLibrary("program", "sandbox", "engine", "catalog");

    @ArchTest
    static final ArchRule CHAT_DOES_NOT_KNOW_THE_FACES =
            mayUseOfTheLibrary("chat", "sandbox", "engine", "catalog", "program", "codetool", "written");

    @ArchTest
    static final ArchRule WRITTEN_KNOWS_TEXT_ALONE =
            mayUse("written", "java..", ROOT + ".written", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule CODE_TOOL_KNOWS_PROGRAMS =
            mayUseOfTheLibrary("codetool", "sandbox", "engine", "catalog", "program");

    @ArchTest
    static final ArchRule SERVICE_KNOWS_THE_CODE_TOOL =
            mayUseOfTheLibrary("service", "sandbox", "engine", "catalog", "program", "codetool");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_ENGINE_SPEAKS_THE_PROTOCOL = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".engine", ROOT + ".protocol")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".protocol");

    @ArchTest
    static final ArchRule ENGINE_AND_BELOW_DO_NOT_KNOW_LANGCHAIN4J = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".sandbox", ROOT + ".protocol", ROOT + ".engine")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.langchain4j..");

    @ArchTest
    static final ArchRule CLASSES_ARE_NAMED_AFTER_WHAT_THEY_ARE =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Data|Info)");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule NOTHING_IS_WRITTEN_TO_THE_STANDARD_STREAMS =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule LOGS_GO_THROUGH_SLF4J = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.logging..", "ch.qos.logback..");

    private static ArchRule mayUseOfTheLibrary(String room, String... rooms) {
        String[] others = Stream.of(
                        "sandbox",
                        "protocol",
                        "engine",
                        "catalog",
                        "program",
                        "codetool",
                        "written",
                        "chat",
                        "service",
                        "")
                .filter(other -> !other.equals(room))
                .filter(other -> !Arrays.asList(rooms).contains(other))
                .map(other -> other.isEmpty() ? ROOT : ROOT + "." + other)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }

    private static ArchRule mayUse(String room, String... packages) {
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages);
    }
}
