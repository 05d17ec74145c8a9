package io.github.langchain4j.ptc.samples.expense.company;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Invents the expenses of one person after the other, so that their totals are those that were asked for. */
final class ExpenseWriter {

    private static final LocalDate THIS_QUARTER = LocalDate.of(2025, 7, 1);
    private static final LocalDate SAME_QUARTER_LAST_YEAR = LocalDate.of(2024, 7, 1);
    private static final List<LocalDate> OTHER_QUARTERS = List.of(
            LocalDate.of(2024, 10, 1), LocalDate.of(2025, 1, 1), LocalDate.of(2025, 4, 1), LocalDate.of(2025, 10, 1));
    private static final List<Category> FILLERS = List.of(
            Category.MEALS, Category.MEALS, Category.SOFTWARE, Category.HARDWARE, Category.TRAINING, Category.OFFICE);
    private static final List<String> CITIES =
            List.of("Berlin", "London", "Toronto", "Singapore", "Austin", "Lisbon", "Stockholm", "Nairobi");
    private static final List<String> PROJECTS =
            List.of("PRJ-ATLAS", "PRJ-BOREAL", "PRJ-CEDAR", "PRJ-DELTA", "PRJ-EMBER");
    private static final List<String> PAYMENTS = List.of("company card", "own card", "bank transfer");

    private final Random random;
    private int written;

    ExpenseWriter(long seed) {
        random = new Random(seed);
    }

    List<Expense> write(Employee employee, Spending spending) {
        List<Draft> drafts = new ArrayList<>();
        split(drafts, spending.approvedTravel(), 6, THIS_QUARTER, Category.TRAVEL, Status.APPROVED);
        split(drafts, spending.pendingTravel(), 2, THIS_QUARTER, Category.TRAVEL, Status.PENDING);
        split(drafts, spending.rejectedTravel(), 1, THIS_QUARTER, Category.TRAVEL, Status.REJECTED);
        split(drafts, spending.lodging(), 4, THIS_QUARTER, Category.LODGING, Status.APPROVED);
        split(drafts, spending.travelOfLastYear(), 4, SAME_QUARTER_LAST_YEAR, Category.TRAVEL, Status.APPROVED);
        addFillers(drafts);
        return drafts.stream()
                .sorted(Comparator.comparing(Draft::date))
                .map(draft -> complete(employee, draft))
                .toList();
    }

    /** Whole dollars, so that even sums of binary floating-point numbers are exact. */
    private void split(List<Draft> drafts, int total, int parts, LocalDate quarter, Category category, Status status) {
        int rest = total;
        for (int left = parts; left > 0 && rest > 0; left--) {
            int fair = rest / left;
            int part = left == 1 ? rest : Math.max(1, fair / 2 + random.nextInt(fair + 1));
            part = Math.min(part, rest);
            drafts.add(new Draft(
                    day(quarter), category, status, BigDecimal.valueOf(part).setScale(2)));
            rest -= part;
        }
    }

    /** What the question has nothing to do with, up to between 40 and 49 records. */
    private void addFillers(List<Draft> drafts) {
        int records = 40 + random.nextInt(10);
        for (int other = 0; other < 4; other++) {
            drafts.add(filler(OTHER_QUARTERS.get(other), other == 0 ? Category.TRAVEL : any(FILLERS)));
        }
        while (drafts.size() < records) {
            LocalDate quarter = random.nextInt(4) == 0 ? SAME_QUARTER_LAST_YEAR : THIS_QUARTER;
            drafts.add(filler(quarter, any(FILLERS)));
        }
    }

    private Draft filler(LocalDate quarter, Category category) {
        int dice = random.nextInt(10);
        Status status = dice < 7 ? Status.APPROVED : dice < 9 ? Status.PENDING : Status.REJECTED;
        return new Draft(day(quarter), category, status, BigDecimal.valueOf(500 + random.nextInt(89_500), 2));
    }

    private Expense complete(Employee employee, Draft draft) {
        written++;
        Purchase purchase = any(Purchase.of(draft.category()));
        LocalDate submitted = draft.date().plusDays(1 + random.nextInt(12));
        return new Expense(
                String.format(Locale.ROOT, "X-%05d", written),
                employee.employeeId(),
                draft.date(),
                draft.category(),
                purchase.description(),
                purchase.vendor(),
                any(CITIES),
                draft.amount(),
                "USD",
                draft.status(),
                any(PAYMENTS),
                any(PROJECTS),
                String.format(Locale.ROOT, "RCP-%08d", random.nextInt(100_000_000)),
                submitted,
                draft.status() == Status.PENDING ? null : "E10" + (50 + random.nextInt(4)));
    }

    private LocalDate day(LocalDate quarter) {
        return quarter.plusDays(random.nextInt(90)); // every quarter has at least 90 days
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private record Draft(LocalDate date, Category category, Status status, BigDecimal amount) {}
}
