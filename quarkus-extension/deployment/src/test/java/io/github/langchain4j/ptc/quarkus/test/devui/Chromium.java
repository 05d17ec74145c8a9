package io.github.langchain4j.ptc.quarkus.test.devui;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Chromium of this machine, without a window. Where there is none, or no Node.js to drive it, tests are left out, and
 * one line of the output says so; they fail instead if the environment variable {@code PTC_REQUIRE_CHROMIUM} is {@code
 * true}.
 */
final class Chromium implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 20_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path chromium, Path node) {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node.toString())));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium));
    }

    /**
     * Starts it.
     *
     * @param leftOut what is left out without it
     */
    static Optional<Chromium> startOrLeaveOut(String leftOut) {
        Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
        Optional<Path> node = find("node", "nodejs");
        if (chromium.isPresent() && node.isPresent()) {
            return Optional.of(new Chromium(chromium.get(), node.get()));
        }
        String missing = chromium.isEmpty() ? "there is no Chromium" : "there is no Node.js to drive Chromium";
        if (Boolean.parseBoolean(System.getenv("PTC_REQUIRE_CHROMIUM"))) {
            throw new IllegalStateException("The tests with Chromium are required, but " + missing);
        }
        System.out.println("LEFT OUT: " + leftOut + ", because " + missing);
        return Optional.empty();
    }

    private static Optional<Path> find(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A page that is not yet anywhere. */
    Page open() {
        Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1360, 1120));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        return page;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
