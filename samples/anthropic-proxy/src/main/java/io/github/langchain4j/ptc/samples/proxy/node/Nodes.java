package io.github.langchain4j.ptc.samples.proxy.node;

import io.github.langchain4j.ptc.anthropic.container.ContainerIds;
import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** This process and the others. Immutable and thread-safe. */
public final class Nodes {

    private final String own;
    private final Map<String, URI> peers;

    /**
     * @param config the names and addresses
     * @throws IllegalArgumentException if one cannot be used
     */
    public Nodes(ProxyConfig.Node config) {
        this.own = config.name().orElse("");
        this.peers = new TreeMap<>(config.peers());
        this.peers.remove(own); // so that all nodes can be given the same list
        if (!peers.isEmpty() && own.isEmpty()) {
            throw new IllegalArgumentException(
                    "ptc.proxy.node.peers needs ptc.proxy.node.name: containers are found by the node's name in their ids");
        }
        peers.forEach(Nodes::requireAddress);
    }

    private static void requireAddress(String name, URI address) {
        boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!http
                || address.getHost() == null
                || !address.getPath().replace("/", "").isEmpty()) {
            throw new IllegalArgumentException(
                    "ptc.proxy.node.peers." + name + " must be like http://host:port, but is " + address);
        }
    }

    /** The name of this one; empty if it has none. */
    public String own() {
        return own;
    }

    /**
     * Where a request is to be worked on.
     *
     * @param body of the request
     * @return empty if it is here
     * @throws ApiException if it is at a node that nobody has told of
     */
    public Optional<Peer> elsewhere(byte[] body) {
        if (own.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> node =
                ContainerField.of(body).flatMap(ContainerIds::node).filter(name -> !name.equals(own));
        return node.map(name -> {
            URI address = peers.get(name);
            if (address == null) {
                throw ApiException.invalid(
                        "container: it lives on node '" + name + "', but the request came to node '" + own
                                + "', which does not know that one. Send requests with a container to its node, or configure"
                                + " ptc.proxy.node.peers." + name);
            }
            return new Peer(name, address);
        });
    }

    /**
     * Another process.
     *
     * @param name of it
     * @param address of it
     */
    public record Peer(String name, URI address) {}
}
