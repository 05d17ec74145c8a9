/**
 * A local server that speaks Amazon Bedrock's Converse API, for tests of whoever asks a model through the real client. It
 * is strict where the service is. Depends on the JDK and Jackson alone.
 */
package io.github.langchain4j.ptc.testkit.converse;
