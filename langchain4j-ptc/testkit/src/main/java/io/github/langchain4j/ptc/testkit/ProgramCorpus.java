package io.github.langchain4j.ptc.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;

/** The programs that sandboxes are tested with. They are resources of this library, one file each. */
public final class ProgramCorpus {

    private ProgramCorpus() {}

    /** Programs in the styles that models write, with what must come out. */
    public static List<StyleProgram> styles() {
        return load("styles", StyleProgram::of);
    }

    /** Programs that attack what is around them. */
    public static List<HostileProgram> hostile() {
        return load("hostile", HostileProgram::of);
    }

    private static <T> List<T> load(String folder, BiFunction<String, String, T> parse) {
        return read(folder + "/index.txt")
                .lines()
                .map(name -> {
                    try {
                        return parse.apply(name, read(folder + "/" + name + ".py"));
                    } catch (IllegalArgumentException e) {
                        throw new IllegalStateException("The program " + name + " of the corpus is broken", e);
                    }
                })
                .toList();
    }

    private static String read(String resource) {
        try (InputStream in = ProgramCorpus.class.getResourceAsStream("corpus/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("The corpus lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
