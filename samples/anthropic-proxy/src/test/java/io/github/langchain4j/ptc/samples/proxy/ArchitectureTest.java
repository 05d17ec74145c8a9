package io.github.langchain4j.ptc.samples.proxy;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the packages' descriptions say of their dependencies. */
class ArchitectureTest {

    private static final String ROOT = "io.github.langchain4j.ptc.samples.proxy";

    @Test
    void dependenciesPointOneWay() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPath(Path.of("target", "classes"));
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy(ROOT)
                .layer("http")
                .definedBy(ROOT + ".http")
                .layer("parts")
                .definedBy(ROOT + ".access", ROOT + ".model", ROOT + ".node", ROOT + ".programs", ROOT + ".observe")
                .layer("config")
                .definedBy(ROOT + ".config")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("parts")
                .mayOnlyBeAccessedByLayers("root", "http")
                .check(classes);
    }
}
