package io.github.langchain4j.ptc.anthropic.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** The rooms of the module, bottom to top, and what may not stand in them. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.github.langchain4j.ptc.anthropic";

    private static final String LIBRARY = "io.github.langchain4j.ptc";

    @ArchTest
    static final ArchRule WIRE_KNOWS_JSON_ALONE = mayUse("wire", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule EVENT_KNOWS_JSON_ALONE = mayUse("event", "com.fasterxml.jackson..", "org.slf4j..");

    @ArchTest
    static final ArchRule BACKING_KNOWS_MODELS_ALONE =
            mayUse("backing", "com.fasterxml.jackson..", "dev.langchain4j.model..");

    @ArchTest
    static final ArchRule HISTORY_KNOWS_WIRE_AND_THE_CODE_TOOL = mayUse(
            "history",
            ROOT + ".wire",
            LIBRARY + ".codetool",
            "com.fasterxml.jackson..",
            "dev.langchain4j.agent.tool..",
            "dev.langchain4j.data..");

    @ArchTest
    static final ArchRule CONTAINER_DOES_NOT_KNOW_MODELS = noClasses()
            .that()
            .resideInAPackage(ROOT + ".container")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT,
                    ROOT + ".history",
                    ROOT + ".turn",
                    ROOT + ".event",
                    ROOT + ".backing",
                    "dev.langchain4j.model..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_FACE = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule PROGRAMS_RUN_THROUGH_THE_LIBRARYS_ENGINE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LIBRARY + ".protocol", LIBRARY + ".chat", LIBRARY + ".service");

    @ArchTest
    static final ArchRule CLASSES_ARE_NAMED_AFTER_WHAT_THEY_ARE =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Data|Info|Processor)");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule NOTHING_IS_WRITTEN_TO_THE_STANDARD_STREAMS =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    private static ArchRule mayUse(String room, String... others) {
        String[] allowed = Stream.concat(Stream.of("java..", ROOT + "." + room), Stream.of(others))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }
}
