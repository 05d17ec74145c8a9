package io.github.langchain4j.ptc.samples.expense;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of an answer.
 *
 * @param employeeId who
 * @param name of the person
 * @param amount what was spent
 * @param limit what could have been spent
 */
public record Overspend(String employeeId, String name, BigDecimal amount, BigDecimal limit)
        implements Comparable<Overspend> {

    private static final String MONEY = "\\$?\\s*(\\d[\\d,]*(?:\\.\\d+)?)(?:\\s*USD)?";

    /** Lenient in what models like to add: list markers, bold face, table borders, currency, thousands separators. */
    private static final Pattern LINE =
            Pattern.compile("\\b(E\\d+)\\W*?\\|\\s*([^|]+?)\\s*\\|\\s*" + MONEY + "\\s*\\|\\s*" + MONEY);

    /** The lines of an answer that have the form which the question asks for. */
    public static List<Overspend> in(String answer) {
        return answer.lines()
                .map(line -> line.replace("*", ""))
                .map(LINE::matcher)
                .filter(Matcher::find)
                .map(line -> new Overspend(line.group(1), line.group(2), money(line.group(3)), money(line.group(4))))
                .toList();
    }

    private static BigDecimal money(String digits) {
        return new BigDecimal(digits.replace(",", ""));
    }

    /** Whether both name the same people with the same sums, in whatever order and however many decimals. */
    public static boolean same(List<Overspend> one, List<Overspend> other) {
        if (one.size() != other.size()) {
            return false;
        }
        List<Overspend> left = one.stream().sorted().toList();
        List<Overspend> right = other.stream().sorted().toList();
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).sameAs(right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameAs(Overspend other) {
        return employeeId.equals(other.employeeId)
                && amount.compareTo(other.amount) == 0
                && limit.compareTo(other.limit) == 0;
    }

    @Override
    public int compareTo(Overspend other) {
        return Comparator.comparing(Overspend::employeeId)
                .thenComparing(Overspend::name)
                .thenComparing(Overspend::amount)
                .thenComparing(Overspend::limit)
                .compare(this, other);
    }
}
