package io.github.langchain4j.ptc.samples.expense.company;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the company's files. The same seed gives the same bytes on every machine and JDK: {@link java.util.Random} is
 * specified to the bit, and nothing here depends on the clock, the locale or the order of a hash table.
 */
public final class CompanyGenerator {

    private static final long SEED = 20250930;

    private CompanyGenerator() {}

    /**
     * Writes the files.
     *
     * @param arguments one: the folder, which is {@code src/main/resources/data} for the files that the sample ships
     */
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("Give one argument: the folder to write to");
            System.exit(2);
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, String> file : files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** The content of each file by its name. */
    static Map<String, String> files() {
        Company company = generate();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("employees.json", RecordFiles.write(company.employees()));
        files.put("expenses.json", RecordFiles.write(company.expenses()));
        files.put("budgets.json", RecordFiles.write(company.budgets()));
        return files;
    }

    private static Company generate() {
        Map<Employee, Spending> staff = staff();
        ExpenseWriter writer = new ExpenseWriter(SEED);
        List<Expense> expenses = new ArrayList<>();
        List<CustomBudget> budgets = new ArrayList<>();
        staff.forEach((employee, spending) -> {
            expenses.addAll(writer.write(employee, spending));
            if (spending.customBudget() > 0) {
                BigDecimal budget = BigDecimal.valueOf(spending.customBudget()).setScale(2);
                budgets.add(new CustomBudget(employee.employeeId(), true, budget, spending.reason()));
            }
        });
        return new Company(List.copyOf(staff.keySet()), expenses, budgets);
    }

    private static Map<Employee, Spending> staff() {
        Map<Employee, Spending> staff = new LinkedHashMap<>();
        addEngineers(staff);
        addOthers(staff);
        return staff;
    }

    private static void addEngineers(Map<Employee, Spending> staff) {
        String team = "engineering";
        staff.put(person("E1003", "Amara Okafor", team, "Staff Engineer"), Spending.of(7412, 0, 310, 1830, 2900));
        // Would be over the budget with the trip that is still pending.
        staff.put(person("E1007", "Jonas Lindqvist", team, "Backend Engineer"), Spending.of(4688, 1265, 0, 1120, 900));
        // Over the standard budget, but has a higher one.
        staff.put(
                person("E1012", "Mei-Ling Chou", team, "Engineering Manager"),
                Spending.of(6935, 420, 0, 2410, 3100)
                        .withBudget(8000, "Leads teams on two continents and visits both every month"));
        // Under the standard budget, but has a lower one.
        staff.put(
                person("E1018", "Tomasz Zielinski", team, "Data Engineer"),
                Spending.of(3644, 0, 275, 640, 1500).withBudget(3000, "Works on site and travels little"));
        // Would be over the budget if lodging were travel.
        staff.put(person("E1021", "Priya Raman", team, "Site Reliability Engineer"), Spending.of(3975, 0, 0, 2890, 0));
        // Would be over the budget with the third quarter of the year before.
        staff.put(person("E1026", "Diego Fuentes", team, "Frontend Engineer"), Spending.of(2480, 350, 0, 760, 3935));
        // Over the higher budget too.
        staff.put(
                person("E1034", "Hannah Weiss", team, "Principal Engineer"),
                Spending.of(11286, 0, 540, 3200, 4100)
                        .withBudget(10000, "Represents the company at conferences worldwide"));
        // Exactly at the budget, and over it with the trip that was rejected.
        staff.put(person("E1040", "Samuel Adeyemi", team, "Security Engineer"), Spending.of(5000, 0, 915, 1345, 0));
    }

    private static void addOthers(Map<Employee, Spending> staff) {
        staff.put(person("E1001", "Laura Bianchi", "sales", "Head of Sales"), Spending.of(9120, 0, 0, 4200, 5100));
        staff.put(person("E1005", "Kofi Mensah", "sales", "Account Executive"), Spending.of(6340, 800, 0, 2900, 4400));
        staff.put(person("E1011", "Elin Dahl", "sales", "Account Executive"), Spending.of(4870, 0, 450, 2100, 3900));
        staff.put(
                person("E1029", "Rafael Costa", "sales", "Sales Engineer"),
                Spending.of(7250, 0, 0, 1800, 2600).withBudget(7500, "Covers two regions until the end of the year"));
        staff.put(person("E1009", "Yuki Tanaka", "marketing", "Head of Marketing"), Spending.of(5480, 0, 0, 2300, 0));
        staff.put(person("E1023", "Chloe Martin", "marketing", "Event Manager"), Spending.of(8015, 640, 0, 3700, 6100));
        staff.put(person("E1031", "Omar Haddad", "marketing", "Content Lead"), Spending.of(1290, 0, 0, 480, 700));
        staff.put(person("E1015", "Greta Vogel", "finance", "Controller"), Spending.of(980, 0, 120, 310, 1150));
        staff.put(person("E1037", "Ivan Petrov", "finance", "Auditor"), Spending.of(3410, 260, 0, 1640, 2200));
    }

    private static Employee person(String id, String name, String department, String title) {
        String email = name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.com";
        return new Employee(id, name, email, department, title);
    }
}
