/**
 * Amazon Bedrock's clients, made fit for LangChain4j's Bedrock models: what the API demands back goes back unchanged, and
 * what models write askew reaches LangChain4j readable. Depends on the AWS SDK alone, not on the rest of the library.
 */
package io.github.langchain4j.ptc.bedrock;
