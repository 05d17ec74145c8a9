package io.github.langchain4j.ptc.chat;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Failures that say that a model or provider takes no tools at all. There is no type or code for it, only what the
 * providers say: Amazon Bedrock ("This model doesn't support tool use."), Ollama ("… does not support tools"), OpenRouter
 * ("No endpoints found that support tool use"), Groq ("`tool calling` is not supported with this model"), OpenAI
 * ("'tools' is not supported with this model"), vLLM ("… requires --enable-auto-tool-choice …"), llama.cpp ("tools param
 * requires --jinja flag"), and LangChain4j's own modules ("tools are not supported").
 */
final class ToolRefusal {

    private static final int CAUSES = 10;

    // Not what is only about some tools or uses of them: schemas, choices, results, parallel calls.
    private static final String TOOLS = "[`'\"]?(?:tools|tool[ _-]?(?:use|usage|calling|calls)|tool"
            + "|function[ _-]?call(?:ing|s)?|functions)\\b[`'\"]?";
    private static final String ALONE = "(?![ _-]*(?:choice|result|schema|definition|type|input|message|name|param))";
    private static final Pattern NOT_SUPPORTED = Pattern.compile(
            "(?i)(?:not|n't|cannot|no endpoints found that) support (?:the use of |native |any )?" + TOOLS + ALONE
                    + "|(?<!parallel )" + TOOLS + "(?: param(?:eter)?)? (?:is|are) (?:currently )?"
                    + "(?:not (?:currently )?(?:supported|available|enabled|allowed)|unsupported|disabled)"
                    + "|unsupported (?:parameter|feature)s?:? " + TOOLS + ALONE
                    + "|requires --enable-auto-tool-choice|tools param requires --jinja");

    private ToolRefusal() {}

    /** Whether the failure, or what caused it, says so. */
    static boolean isIn(Throwable failure) {
        return Stream.iterate(Optional.of(failure), Optional::isPresent, cause -> cause.map(Throwable::getCause))
                .limit(CAUSES)
                .map(cause -> String.valueOf(cause.orElseThrow().getMessage()))
                .anyMatch(message -> NOT_SUPPORTED.matcher(message).find());
    }
}
