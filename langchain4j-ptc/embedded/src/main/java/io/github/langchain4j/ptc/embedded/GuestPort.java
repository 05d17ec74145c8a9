package io.github.langchain4j.ptc.embedded;

/** What the guest's system calls reach on the host's side. All methods are called by the guest's thread. */
interface GuestPort {

    /** Ends the guest if it has been killed; called on every system call, so an interrupt that got lost is no escape. */
    void checkAlive() throws GuestStoppedException;

    /** Takes bytes of the frames that the guest sends; waits while the host has too many. */
    void fromGuest(byte[] bytes) throws GuestStoppedException, InterruptedException;

    /**
     * Gives the guest bytes of the next frames: at most {@code max}, of whole frames as far as they fit.
     *
     * @param timeoutMicros how long to wait for a frame; 2^60 or more means for ever
     * @return no bytes if none came in time
     */
    byte[] toGuest(int max, long timeoutMicros) throws GuestStoppedException, InterruptedException;

    /** Takes what the guest wrote to its standard output (1) or error (2) past Python's own streams. */
    void console(int stream, byte[] bytes) throws GuestStoppedException, InterruptedException;
}
