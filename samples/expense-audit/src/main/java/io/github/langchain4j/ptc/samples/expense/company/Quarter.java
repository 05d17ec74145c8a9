package io.github.langchain4j.ptc.samples.expense.company;

import java.time.LocalDate;
import java.time.temporal.IsoFields;

/** A quarter of the calendar year, of any year. */
public enum Quarter {
    Q1,
    Q2,
    Q3,
    Q4;

    /** The quarter that a day is in. */
    public static Quarter of(LocalDate day) {
        return values()[day.get(IsoFields.QUARTER_OF_YEAR) - 1];
    }
}
