/**
 * Dev Services: the image of the Docker sandbox in dev and test mode. Depends on the configuration of the extension, on
 * docker-java, which comes with the Docker sandbox, and on nothing else of the library.
 */
package io.github.langchain4j.ptc.quarkus.deployment.devservices;
