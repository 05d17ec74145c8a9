package io.github.langchain4j.ptc.embedded;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The system calls on time: clocks and sleep. */
final class WasiClock {

    private static final int REALTIME = 0;
    private static final int MONOTONIC = 1;
    private static final int PROCESS_TIME = 2;
    private static final int THREAD_TIME = 3;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int MAX_SUBSCRIPTIONS = 64;
    private static final int SUBSCRIPTION_BYTES = 48;
    private static final int EVENT_BYTES = 32;
    private static final int CLOCK_EVENT = 0;
    private static final int ABSOLUTE_TIME = 1;

    private final GuestMemory memory;
    private final long started = System.nanoTime();

    WasiClock(GuestMemory memory) {
        this.memory = memory;
    }

    void register(Map<String, Wasi.Call> calls) {
        calls.put("clock_time_get", args -> {
            memory.writeLong((int) args[2], time((int) args[0]));
            return WasiError.SUCCESS;
        });
        calls.put("clock_res_get", args -> {
            time((int) args[0]);
            memory.writeLong((int) args[1], 1);
            return WasiError.SUCCESS;
        });
        calls.put("poll_oneoff", this::poll);
    }

    private long time(int clock) {
        switch (clock) {
            case REALTIME:
                Instant now = Instant.now();
                return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
            case MONOTONIC:
                // Not the host's own value: that would tell how long the host has been up.
                return System.nanoTime() - started + TimeUnit.SECONDS.toNanos(1);
            case PROCESS_TIME:
            case THREAD_TIME:
                return THREADS.isCurrentThreadCpuTimeSupported()
                        ? THREADS.getCurrentThreadCpuTime()
                        : System.nanoTime() - started;
            default:
                throw new WasiError(WasiError.INVALID);
        }
    }

    /** Sleeps until the first of the clocks that are asked for; descriptors are always ready, there is no other I/O. */
    private int poll(long[] args) throws InterruptedException {
        int in = (int) args[0];
        int count = (int) args[2];
        if (count <= 0 || count > MAX_SUBSCRIPTIONS) {
            throw new WasiError(WasiError.INVALID);
        }
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            earliest = Math.min(earliest, wait(in + i * SUBSCRIPTION_BYTES));
        }
        if (earliest > 0) {
            TimeUnit.NANOSECONDS.sleep(earliest);
        }
        int events = 0;
        for (int i = 0; i < count; i++) {
            if (wait(in + i * SUBSCRIPTION_BYTES) <= earliest) {
                writeEvent((int) args[1] + events++ * EVENT_BYTES, in + i * SUBSCRIPTION_BYTES);
            }
        }
        memory.writeI32((int) args[3], events);
        return WasiError.SUCCESS;
    }

    private long wait(int subscription) {
        if (memory.read(subscription + 8) != CLOCK_EVENT) {
            return 0;
        }
        long timeout = memory.readLong(subscription + 24);
        boolean absolute = (memory.readShort(subscription + 40) & ABSOLUTE_TIME) != 0;
        return Math.max(0, absolute ? timeout - time(memory.readInt(subscription + 16)) : timeout);
    }

    private void writeEvent(int at, int subscription) {
        memory.fill((byte) 0, at, at + EVENT_BYTES);
        memory.writeLong(at, memory.readLong(subscription));
        memory.writeByte(at + 10, memory.read(subscription + 8));
    }
}
