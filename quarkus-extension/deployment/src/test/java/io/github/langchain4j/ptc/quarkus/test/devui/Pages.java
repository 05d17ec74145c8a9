package io.github.langchain4j.ptc.quarkus.test.devui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** What a developer sees and does in the pages. Each test goes on where the one before ended. */
final class Pages {

    private static final double PATIENCE_MILLIS = 20_000;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final String AUDIT = """
            import asyncio

            # Who spent more on travel than the standard budget?
            people = await findEmployees("engineering")
            expenses = await asyncio.gather(*[listExpenses(name, "q3") for name in people])
            for name, rows in zip(people, expenses):
                spent = sum(r["amount"] for r in rows if r["category"] == "travel" and r["status"] == "approved")
                budget = 4000
                if spent > budget:
                    try:
                        budget = await customBudget(name)
                    except ToolError as e:
                        print(f"{name}: {e}")
                print(f"{name}: {spent:.0f} of {budget:.0f}")
            {"people": len(people), "records": sum(map(len, expenses))}""";

    /** What the Dev UI itself fetches anew after a reload, perhaps while the application is still restarting. */
    private static final String OF_DEV_UI = "/q/dev-ui/devui-data.js";

    private final Page page;
    private final DevUIClient client;
    private final int port;
    private final List<String> errors = new ArrayList<>();

    Pages(Page page, DevUIClient client, int port) {
        this.page = page;
        this.client = client;
        this.port = port;
        page.onPageError(error -> {
            if (!error.contains(OF_DEV_UI)) {
                errors.add(error);
            }
        });
        setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    Stream<DynamicTest> tests() {
        return Stream.of(
                test("The catalogue is shown as it is sent", this::catalogue),
                test("The editor runs a program and shows its time line, output and result", this::editor),
                test("A program of an AI service appears by itself, with all that it did", this::live),
                test("A program of an AI service is run again with other code", this::again),
                test("A traceback is shown with the program's own lines", this::traceback),
                test("A running program is shown and can be stopped", this::stop),
                test("What programs and tools return is text, whatever it looks like", this::hostile),
                test("The editor keeps what was written when the theme changes", this::themes),
                test("The pages go on after a reload, with what has changed", this::reload),
                test("No script of the pages failed", () -> assertThat(errors).isEmpty()));
    }

    private DynamicTest test(String name, Executable behaviour) {
        return dynamicTest(name, () -> {
            try {
                behaviour.execute();
            } catch (Throwable e) {
                screenshot("failed " + name);
                throw e;
            }
        });
    }

    private void open(String path) {
        page.navigate("http://localhost:" + port + "/q/dev-ui/" + DevUIClient.NAMESPACE + "/" + path);
    }

    private void theme(String name) {
        page.evaluate("name => import('theme-state').then(module => module.themeState.changeTo(name))", name);
    }

    private void screenshot(String name) {
        // The Dev UI itself complains where there is no network.
        page.evaluate("document.querySelectorAll('vaadin-notification-card').forEach(card => card.remove())");
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    private void write(String program) {
        Locator editor = page.locator("#editor .cm-content");
        editor.click();
        page.keyboard().press("ControlOrMeta+a");
        page.keyboard().insertText(program);
    }

    private String written() {
        return String.join("\n", page.locator("#editor .cm-line").allInnerTexts());
    }

    private Locator runs() {
        return page.locator("#runs .item");
    }

    private String ask(String program) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ask"))
                .POST(HttpRequest.BodyPublishers.ofString(program))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void catalogue() {
        open("tools-as-models-see-them");
        Locator service = page.locator(".service", new Page.LocatorOptions().setHasText("ExpenseAssistant"));
        assertThat(service.locator(".tool-name")).containsText(new String[] {"execute_python", "notifyPerson"});
        assertThat(service.locator("pre").first()).containsText("def listExpenses(");
        assertThat(service).containsText("token");
        theme("light");
        screenshot("catalogue-light");
        theme("dark");
        screenshot("catalogue-dark");
    }

    private void editor() throws Exception {
        client.call("clear", Map.of());
        page.locator("a", new Page.LocatorOptions().setHasText("Programs"))
                .first()
                .click();
        theme("light");
        write(AUDIT);
        page.locator("#run").click();
        assertThat(page.locator("#state")).hasText("succeeded");
        assertThat(page.locator("#calls .call")).hasCount(7);
        assertThat(page.locator("#output")).containsText("ada: 4373 of 4500");
        assertThat(page.locator("#ending")).containsText("\"records\":300");
        assertThat(page.locator("qwc-ptc-run .tags")).containsText("kept away from the model");
        assertThat(runs()).hasCount(1);
        screenshot("programs-light");
    }

    private void live() throws Exception {
        ask("rows = listExpenses('grace', 'q2')\nprint(len(rows))");
        assertThat(runs()).hasCount(2);
        assertThat(runs().first()).not().containsText("editor");
        runs().first().click();
        assertThat(page.locator("#program .cm-content")).containsText("listExpenses('grace', 'q2')");
        assertThat(page.locator("#output")).hasText("100\n");
        Locator call = page.locator("#calls .call").first();
        call.locator("summary").click();
        assertThat(call).containsText("\"employee\":\"grace\"");
        assertThat(call).containsText("grace-q2-0");
        assertThat(call).containsText("characters in all");
        screenshot("live-light");
    }

    private void again() {
        page.locator("#again").click();
        assertThat(written()).contains("listExpenses('grace', 'q2')");
        write(written().replace("grace", "linus") + "\nlen(rows) + 2");
        page.keyboard().press("Shift+Enter");
        assertThat(page.locator("#ending")).hasText("102");
        assertThat(page.locator("#program .cm-content")).containsText("linus");
        assertThat(runs()).hasCount(3);
        assertThat(runs().first()).containsText("editor");
    }

    private void traceback() {
        write("rows = listExpenses('ada', 'q1')\ntotal = rows[0]['price']\n");
        page.locator("#run").click();
        assertThat(page.locator("#state")).hasText("KeyError");
        assertThat(page.locator("#ending")).containsText("line 2");
        theme("dark");
        screenshot("traceback-dark");
    }

    private void stop() {
        write("import asyncio\nprint('waiting')\nawait asyncio.sleep(200)");
        page.locator("#run").click();
        assertThat(page.locator("#output")).hasText("waiting\n");
        page.locator("#stop").click();
        assertThat(page.locator("#state")).hasText("Stopped from outside");
    }

    private void hostile() {
        write("# </pre><img src=x onerror=\"document.title='hacked'\">\nprint(readNote())\nreadNote()");
        page.locator("#run").click();
        assertThat(page.locator("#output")).containsText("<img src=x onerror=");
        assertThat(page.locator("#ending")).containsText("<script>");
        assertThat(page.locator("qwc-ptc-run img, qwc-ptc-programs script").count())
                .isZero();
        assertThat(page.title()).doesNotContain("hacked");
    }

    private void themes() {
        write(AUDIT);
        theme("light");
        assertThat(page.locator("#editor .cm-content")).containsText("Who spent more");
        theme("dark");
        assertThat(page.locator("#editor .cm-content")).containsText("Who spent more");
        page.locator("#run").click();
        assertThat(page.locator("#ending")).containsText("\"records\":300");
        screenshot("programs-dark");
    }

    private void reload() throws Exception {
        DevUITest.APPLICATION.modifySourceFile(
                Expenses.class, source -> source.replace("Finds the employees", "Looks up the employees"));
        ask("len(findEmployees('sales'))");
        assertThat(runs()).hasCount(1);
        assertThat(page.locator("#service")).containsText("ExpenseAssistant");
        assertThat(page.locator("#editor .cm-content")).containsText("Who spent more");
        page.locator("#run").click();
        assertThat(page.locator("#ending")).containsText("\"records\":300");
        page.locator("a", new Page.LocatorOptions().setHasText("Tools as models see them"))
                .first()
                .click();
        assertThat(page.locator(".service pre").first()).containsText("Looks up the employees");
    }
}
