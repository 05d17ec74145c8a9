package io.github.langchain4j.ptc.samples.benchmark;

import java.util.function.Consumer;

/** A group of figures that are measured together. */
@FunctionalInterface
interface Suite {

    /** Measures, handing on each figure as it is there. */
    void run(Consumer<Figure> figures) throws Exception;
}
