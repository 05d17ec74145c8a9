package io.github.langchain4j.ptc.samples.expense.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser. Its pictures are in {@code target/screenshots}. */
@QuarkusTest
@RequiresChromium
class PageTest {

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String OVER = "document.getElementById('status').textContent === 'Done.'";

    private static Chromium browser;

    @TestHTTPResource("/")
    URI page;

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.start();
    }

    @AfterAll
    static void end() throws Exception {
        browser.close();
    }

    @BeforeEach
    void open() throws Exception {
        browser.resize(1280, 900);
        browser.prefer("light");
        browser.open(page);
        browser.await("document.getElementById('ask')?.disabled === false");
    }

    @Test
    void showsTheProgramItsCallsTheAnswerAndTheSavingInLightAndDark() throws Exception {
        browser.evaluate("document.getElementById('ask').click()");
        browser.await("document.querySelector('#program.writing')?.textContent.includes('get_team_members')");
        browser.await("document.querySelector('#calls .running')");
        browser.await(OVER);

        assertThat(text("#program")).contains("await asyncio.gather(").contains("sorted(exceeded");
        assertThat(browser.evaluate("document.querySelectorAll('#calls li:not(.running)').length")
                        .intValue())
                .isEqualTo(17);
        assertThat(text("#calls")).contains("get_expenses(employeeId=\"E1003\", quarter=\"Q3\")");
        assertThat(text("#output")).contains("\"spent\":7412.0,").contains("Hannah Weiss");
        assertThat(text("#answer"))
                .contains("E1018")
                .contains("Tomasz Zielinski")
                .contains("3644.00");
        assertThat(text("#verdict")).contains("right answer");
        assertThat(text("#saving")).endsWith(" % fewer tokens");
        assertThat(barWidth("ordinary")).isEqualTo(100);
        assertThat(barWidth("programmatic")).isBetween(0.5, 8.0);
        assertThat(browser.complaints()).isEmpty();
        pictures();
    }

    private void pictures() throws Exception {
        browser.await("document.getAnimations().length === 0");
        browser.screenshot(PICTURES.resolve("light.png"));
        browser.prefer("dark");
        browser.screenshot(PICTURES.resolve("dark.png"));
        browser.resize(380, 800);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").intValue())
                .as("nothing is wider than a narrow screen")
                .isLessThanOrEqualTo(380);
        browser.screenshot(PICTURES.resolve("narrow.png"));
    }

    @Test
    void canBeUsedWithTheKeyboardAloneAndAskedAgain() throws Exception {
        tabTo("compare");
        browser.evaluate("document.activeElement.click()"); // ordinary tool calling is left out
        browser.evaluate("document.getElementById('question').focus()");
        tabTo("ask");
        for (int run = 1; run <= 2; run++) {
            browser.press("Enter");
            browser.await("document.getElementById('ask').disabled");
            browser.await(OVER + " && !document.getElementById('ask').disabled");
            assertThat(browser.evaluate("document.querySelectorAll('#calls li').length")
                            .intValue())
                    .isEqualTo(17);
            assertThat(browser.evaluate("document.activeElement.id").textValue())
                    .isEqualTo("ask");
        }
        assertThat(text("#saving")).isEmpty();
    }

    @Test
    void canBeStopped() throws Exception {
        browser.evaluate("document.getElementById('ask').click()");
        browser.await("document.querySelector('#program.writing')");
        browser.evaluate("document.getElementById('stop').click()");
        browser.await("document.getElementById('status').textContent === 'Stopped.'");

        assertThat(browser.evaluate("document.getElementById('ask').disabled").booleanValue())
                .isFalse();
        assertThat(browser.evaluate("document.querySelector('.running')").isNull())
                .isTrue();
    }

    @Test
    void saysWhenTheConnectionIsLostAndAsksNothingAgain() throws Exception {
        browser.evaluate("window.asked = 0; window.fetch = () => { asked++; return Promise.resolve(new Response("
                + "'event: program\\ndata: {\"number\":1,\"code\":\"<b>1</b>\"}\\n\\n')); }");
        browser.evaluate("document.getElementById('ask').click()");
        browser.await("!document.getElementById('failure').hidden");

        assertThat(text("#failure")).contains("The connection was lost");
        assertThat(text("#program")).as("shown as text").isEqualTo("<b>1</b>");
        assertThat(browser.evaluate("asked").intValue()).isEqualTo(1);
    }

    private void tabTo(String id) {
        for (int i = 0; i < 20; i++) {
            if (browser.evaluate("document.activeElement.id").asText().equals(id)) {
                return;
            }
            browser.press("Tab");
        }
        throw new AssertionError("The keyboard does not reach " + id);
    }

    private static String text(String selector) {
        return browser.evaluate("document.querySelector('" + selector + "').textContent")
                .textValue();
    }

    /** In per cent of its track. */
    private static double barWidth(String arm) {
        return browser.evaluate("parseFloat(document.querySelector('[data-arm=" + arm + "] .bar').style.width)")
                .doubleValue();
    }
}
