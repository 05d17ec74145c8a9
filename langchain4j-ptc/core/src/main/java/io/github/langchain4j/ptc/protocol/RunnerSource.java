package io.github.langchain4j.ptc.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The runner: the Python file that this library sends into a sandbox. Immutable. */
public final class RunnerSource {

    /** The protocol that host and runner speak. */
    public static final int PROTOCOL = 1;

    /**
     * A Python program for {@code python3 -I -u -c} that reads the runner as one frame from standard input and becomes
     * it. Python 3.9 or newer.
     */
    public static final String LOADER = "import sys;r=sys.stdin.buffer.raw.read\n"
            + "def f(n):\n b=b''\n while len(b)<n:\n  c=r(n-len(b))\n  if not c:sys.exit(3)\n  b+=c\n return b\n"
            + "s=f(int.from_bytes(f(5)[:4],'big'))\n"
            + "exec(compile(s,'<runner>','exec'),{'__name__':'__ptc_runner__','__source__':s})";

    private static final String RESOURCE = "runner.py";

    private RunnerSource() {}

    /** The source in UTF-8, a fresh copy. */
    public static byte[] bytes() {
        try (InputStream in = RunnerSource.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing beside "
                        + RunnerSource.class.getName() + "; the jar was repackaged without it");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 of the source in hexadecimal, for sandboxes that keep a runner of their own. */
    public static String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
