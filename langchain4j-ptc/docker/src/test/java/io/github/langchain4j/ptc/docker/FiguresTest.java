package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.ROOMY;
import static io.github.langchain4j.ptc.docker.TestPrograms.assertReturned;
import static io.github.langchain4j.ptc.docker.TestPrograms.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.OutputFile;
import io.github.langchain4j.ptc.engine.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What the real matplotlib of the data image shows. */
@RequiresDocker
class FiguresTest {

    @Test
    void figuresBecomeFilesThatAreImages() throws Exception {
        try (DockerSandbox sandbox =
                        DockerSandbox.builder().image(DockerSandbox.DATA_IMAGE).build();
                Engine engine = new Engine(sandbox, ROOMY);
                Session session = engine.open()) {
            Event.Ended shown = run(session, """
                    import matplotlib.pyplot as plt
                    plt.plot([1, 2, 3], [4, 1, 9])
                    plt.title("Größe")
                    plt.show()
                    plt.bar(["a", "b"], [1, 2])
                    "two figures, the second of them never shown"
                    """);
            assertReturned(shown, "two figures, the second of them never shown");
            assertThat(shown.output()).isEmpty();
            assertThat(shown.files()).extracting(OutputFile::path).containsExactly("figure-1.png", "figure-2.png");
            for (OutputFile file : shown.files()) {
                assertIsPng(file);
            }

            Event.Ended saved = run(session, """
                    import pandas as pd
                    axes = pd.DataFrame({"month": range(12), "spent": range(12)}).plot(x="month")
                    axes.figure.savefig("output/spent.png")
                    """);
            assertThat(saved.files()).extracting(OutputFile::path).containsExactly("spent.png");
        }
    }

    private static void assertIsPng(OutputFile file) throws IOException {
        assertThat(file.imageType()).contains("image/png");
        assertThat(ImageIO.read(new ByteArrayInputStream(file.content())).getWidth())
                .isGreaterThan(200);
    }
}
