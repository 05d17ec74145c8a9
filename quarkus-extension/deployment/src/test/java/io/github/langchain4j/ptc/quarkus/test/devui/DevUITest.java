package io.github.langchain4j.ptc.quarkus.test.devui;

import io.github.langchain4j.ptc.quarkus.test.EchoModel;
import io.quarkus.test.QuarkusDevModeTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Dev UI of an application, which is started once for all that is tried with it. */
class DevUITest {

    private static final int PORT = freePort();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(archive -> archive.addClasses(
                            EchoModel.class,
                            Expenses.class,
                            ExpenseAssistant.class,
                            PlainAssistant.class,
                            AskRoute.class,
                            DenyPayroll.class)
                    .addAsResource(new StringAsset("""
                            quarkus.http.port=%d
                            quarkus.langchain4j.ptc.limits.compute-time=3s
                            """.formatted(PORT)), "application.properties"));

    @TestFactory
    Stream<DynamicTest> devUI() {
        DevUIClient client = new DevUIClient(PORT);
        Optional<Chromium> chromium = Chromium.startOrLeaveOut("the pages of the Dev UI");
        Stream<DynamicTest> methods = new ServiceMethods(client).tests();
        Stream<DynamicTest> pages = chromium.map(browser -> new Pages(browser.open(), client, PORT))
                .map(Pages::tests)
                .orElse(Stream.empty());
        return Stream.concat(methods, pages).onClose(() -> {
            chromium.ifPresent(Chromium::close);
            client.close();
        });
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
