package io.github.langchain4j.ptc.quarkus.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jboss.shrinkwrap.api.asset.ByteArrayAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

/** Compiles source text into an application, with options of its own. */
final class Sources {

    private Sources() {}

    /** @param options of javac */
    static void compile(JavaArchive archive, String source, String... options) {
        try {
            Path classes = Files.createTempDirectory("classes");
            List<String> all = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
            all.addAll(List.of(options));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            boolean compiled = compiler.getTask(null, null, null, all, null, List.of(file(source)))
                    .call();
            if (!compiled) {
                throw new IllegalArgumentException("The source cannot be compiled");
            }
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    archive.add(
                            new ByteArrayAsset(Files.readAllBytes(file)),
                            classes.relativize(file).toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaFileObject file(String source) {
        return new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
