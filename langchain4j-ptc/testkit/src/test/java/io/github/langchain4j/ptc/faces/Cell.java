package io.github.langchain4j.ptc.faces;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a test method: it proves what the table in {@code docs/faces.md} says about a feature in a face. Tests that prove
 * different sides of the same cell say the same.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Cell.Cells.class)
public @interface Cell {

    Face face();

    Feature feature();

    /** The text of the cell, in one line of Markdown: what users can rely on, no more than the test proves. */
    String says();

    /** Holds several cells that one method proves. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Cells {

        Cell[] value();
    }
}
