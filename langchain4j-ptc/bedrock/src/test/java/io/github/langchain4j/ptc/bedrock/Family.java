package io.github.langchain4j.ptc.bedrock;

/**
 * The models of the published comparison. Ids are those of Bedrock's model cards and of what is reported of them. Which of
 * the manners of {@link Manner} a family has is documented for Claude alone; for the others it is what other projects
 * report, and all that is not reported is not known. So each family plays all manners but those that cannot be its own.
 */
enum Family {
    /** Signed and redacted reasoning, text beside a tool use: documented. Needs an inference profile. */
    CLAUDE_SONNET_4_6("us.anthropic.claude-sonnet-4-6", true),
    /** As Sonnet. */
    CLAUDE_OPUS_4_6("us.anthropic.claude-opus-4-6-v1", true),
    /** Does not reason. Its manner with tools on Bedrock: not known. */
    QWEN3_CODER_480B("qwen.qwen3-coder-480b-a35b-v1:0", false),
    /** The instruct model does not reason. Its manner with tools on Bedrock: not known. */
    QWEN3_NEXT_80B("qwen.qwen3-next-80b-a3b", false),
    /** Reasoning without a signature: reported. Whether it has to go back: not known. */
    DEEPSEEK_V3_2("deepseek.v3.2", false),
    /** Reasons always: documented by its maker. How it comes on Bedrock, and whether it has to go back: not known. */
    MINIMAX_M2_1("minimax.minimax-m2.1", false),
    /** Reasons on demand: documented by its maker. How it comes on Bedrock: not known. */
    KIMI_K2_5("moonshotai.kimi-k2.5", false),
    /** Reasons on demand: documented by its maker. How it comes on Bedrock: not known. */
    GLM_4_7("zai.glm-4.7", false);

    private final String modelId;
    private final boolean signs;

    Family(String modelId, boolean signs) {
        this.modelId = modelId;
        this.signs = signs;
    }

    String modelId() {
        return modelId;
    }

    /** Whether it stands for all that sign, or for all that do not. */
    boolean isFirst() {
        return this == CLAUDE_SONNET_4_6 || this == DEEPSEEK_V3_2;
    }

    /** Whether its reasoning is signed and must go back. */
    boolean signs() {
        return signs;
    }
}
