package io.github.langchain4j.ptc.embedded;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import run.endive.runtime.WasmRuntimeException;

/**
 * The linear memory of one interpreter: starts as a view of the shared image and copies a page when it is first
 * written.
 *
 * <p>Most pages of the image are never written (the standard library's byte code, for example), so a session costs a
 * few megabytes and starts without copying the image. Pages that are grown take no heap until written either. Used by
 * the interpreter's thread only; the image's pages are never written by anyone.
 */
final class GuestMemory extends UnsharedMemory {

    private static final int SHIFT = 16;
    private static final int MASK = PAGE_SIZE - 1;
    private static final byte[] ZEROS = new byte[PAGE_SIZE];

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final VarHandle FLOATS = view(float[].class);
    private static final VarHandle DOUBLES = view(double[].class);

    private final int initialPages;
    private final MemoryBudget.Share budget;

    /** What is read: own pages, the image's, or {@link #ZEROS}; null from {@link #pages} on. */
    private final byte[][] readable;

    /** What may be written: own pages; null where a write has to copy first. */
    private final byte[][] writable;

    private int pages;

    /**
     * @param image the pages to start with; neither the array nor the pages are written
     * @param maximumPages how far the memory may grow
     * @param budget pays for each page that is grown, or copied from the image
     */
    GuestMemory(byte[][] image, int maximumPages, MemoryBudget.Share budget) {
        this.initialPages = image.length;
        this.pages = image.length;
        this.readable = Arrays.copyOf(image, maximumPages);
        this.writable = new byte[maximumPages][];
        this.budget = budget;
    }

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }

    /** A copy of all pages, for the making of an image. */
    byte[] snapshot() {
        return readBytes(0, pages << SHIFT);
    }

    /** Pages that this memory does not share with the image. */
    int ownPages() {
        int own = 0;
        for (byte[] page : writable) {
            own += page == null ? 0 : 1;
        }
        return own;
    }

    private byte[] own(int page) {
        if (page >= pages) {
            throw new IndexOutOfBoundsException(page);
        }
        if (page < initialPages) {
            budget.copy(); // pages beyond were paid when the memory grew
        }
        byte[] copy = readable[page].clone();
        writable[page] = copy;
        readable[page] = copy;
        return copy;
    }

    private byte[] page(int address) {
        byte[] page = writable[address >>> SHIFT];
        return page != null ? page : own(address >>> SHIFT);
    }

    private WasmRuntimeException outOfBounds(int address, int size) {
        return new WasmRuntimeException("out of bounds memory access: address " + Integer.toUnsignedString(address)
                + ", size " + size + ", limit " + ((long) pages << SHIFT));
    }

    private void check(int address, int size) {
        if (address < 0 || size < 0 || (long) address + size > (long) pages << SHIFT) {
            throw outOfBounds(address, size);
        }
    }

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public int grow(int by) {
        int before = pages;
        // Long arithmetic: the argument is the guest's and may be anything.
        if (by < 0 || (long) before + by > readable.length || !budget.grow(by)) {
            return -1;
        }
        Arrays.fill(readable, before, before + by, ZEROS);
        pages = before + by;
        return before;
    }

    @Override
    public int initialPages() {
        return initialPages;
    }

    @Override
    public int maximumPages() {
        return readable.length;
    }

    @Override
    public void write(int address, byte[] bytes, int offset, int size) {
        check(address, size);
        int from = offset;
        int to = address;
        for (int left = size; left > 0; ) {
            int chunk = Math.min(left, PAGE_SIZE - (to & MASK));
            System.arraycopy(bytes, from, page(to), to & MASK, chunk);
            from += chunk;
            to += chunk;
            left -= chunk;
        }
    }

    @Override
    public byte[] readBytes(int address, int size) {
        check(address, size);
        byte[] bytes = new byte[size];
        read(address, bytes, 0, size);
        return bytes;
    }

    /** Copies from this memory into an array. */
    void read(int address, byte[] bytes, int offset, int size) {
        check(address, size);
        int from = address;
        int to = offset;
        for (int left = size; left > 0; ) {
            int chunk = Math.min(left, PAGE_SIZE - (from & MASK));
            System.arraycopy(readable[from >>> SHIFT], from & MASK, bytes, to, chunk);
            from += chunk;
            to += chunk;
            left -= chunk;
        }
    }

    @Override
    public void fill(byte value, int from, int to) {
        check(from, to - from);
        for (int at = from; at < to; ) {
            int chunk = Math.min(to - at, PAGE_SIZE - (at & MASK));
            // Clearing a fresh page is what allocators do after growing: do not give it memory for that.
            if (value != 0 || readable[at >>> SHIFT] != ZEROS) {
                Arrays.fill(page(at), at & MASK, (at & MASK) + chunk, value);
            }
            at += chunk;
        }
    }

    @Override
    public void copy(int dest, int src, int size) {
        check(dest, size);
        check(src, size);
        if (dest > src && dest < src + size) {
            copyBackward(dest, src, size);
        } else {
            copyForward(dest, src, size);
        }
    }

    private void copyForward(int dest, int src, int size) {
        int to = dest;
        int from = src;
        for (int left = size; left > 0; ) {
            int chunk = Math.min(left, PAGE_SIZE - Math.max(to & MASK, from & MASK));
            byte[] target = page(to);
            System.arraycopy(readable[from >>> SHIFT], from & MASK, target, to & MASK, chunk);
            to += chunk;
            from += chunk;
            left -= chunk;
        }
    }

    private void copyBackward(int dest, int src, int size) {
        int to = dest + size;
        int from = src + size;
        for (int left = size; left > 0; ) {
            int chunk = Math.min(left, Math.min(inPageBefore(to), inPageBefore(from)));
            to -= chunk;
            from -= chunk;
            byte[] target = page(to);
            System.arraycopy(readable[from >>> SHIFT], from & MASK, target, to & MASK, chunk);
            left -= chunk;
        }
    }

    private static int inPageBefore(int end) {
        return (end & MASK) == 0 ? PAGE_SIZE : end & MASK;
    }

    @Override
    public byte read(int address) {
        try {
            return readable[address >>> SHIFT][address & MASK];
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(address, 1);
        }
    }

    @Override
    public void writeByte(int address, byte value) {
        try {
            page(address)[address & MASK] = value;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(address, 1);
        }
    }

    @Override
    public short readShort(int address) {
        int at = address & MASK;
        if (at <= PAGE_SIZE - Short.BYTES) {
            try {
                return (short) SHORTS.get(readable[address >>> SHIFT], at);
            } catch (IndexOutOfBoundsException | NullPointerException e) {
                throw outOfBounds(address, Short.BYTES);
            }
        }
        return (short) readAcross(address, Short.BYTES);
    }

    @Override
    public int readInt(int address) {
        int at = address & MASK;
        if (at <= PAGE_SIZE - Integer.BYTES) {
            try {
                return (int) INTS.get(readable[address >>> SHIFT], at);
            } catch (IndexOutOfBoundsException | NullPointerException e) {
                throw outOfBounds(address, Integer.BYTES);
            }
        }
        return (int) readAcross(address, Integer.BYTES);
    }

    @Override
    public long readLong(int address) {
        int at = address & MASK;
        if (at <= PAGE_SIZE - Long.BYTES) {
            try {
                return (long) LONGS.get(readable[address >>> SHIFT], at);
            } catch (IndexOutOfBoundsException | NullPointerException e) {
                throw outOfBounds(address, Long.BYTES);
            }
        }
        return readAcross(address, Long.BYTES);
    }

    @Override
    public float readFloat(int address) {
        int at = address & MASK;
        if (at <= PAGE_SIZE - Float.BYTES) {
            try {
                return (float) FLOATS.get(readable[address >>> SHIFT], at);
            } catch (IndexOutOfBoundsException | NullPointerException e) {
                throw outOfBounds(address, Float.BYTES);
            }
        }
        return Float.intBitsToFloat((int) readAcross(address, Float.BYTES));
    }

    @Override
    public double readDouble(int address) {
        int at = address & MASK;
        if (at <= PAGE_SIZE - Double.BYTES) {
            try {
                return (double) DOUBLES.get(readable[address >>> SHIFT], at);
            } catch (IndexOutOfBoundsException | NullPointerException e) {
                throw outOfBounds(address, Double.BYTES);
            }
        }
        return Double.longBitsToDouble(readAcross(address, Double.BYTES));
    }

    @Override
    public void writeShort(int address, short value) {
        int at = address & MASK;
        if (at <= PAGE_SIZE - Short.BYTES) {
            try {
                SHORTS.set(page(address), at, value);
            } catch (IndexOutOfBoundsException e) {
                throw outOfBounds(address, Short.BYTES);
            }
        } else {
            writeAcross(address, value, Short.BYTES);
        }
    }

    @Override
    public void writeI32(int address, int value) {
        int at = address & MASK;
        if (at <= PAGE_SIZE - Integer.BYTES) {
            try {
                INTS.set(page(address), at, value);
            } catch (IndexOutOfBoundsException e) {
                throw outOfBounds(address, Integer.BYTES);
            }
        } else {
            writeAcross(address, value, Integer.BYTES);
        }
    }

    @Override
    public void writeLong(int address, long value) {
        int at = address & MASK;
        if (at <= PAGE_SIZE - Long.BYTES) {
            try {
                LONGS.set(page(address), at, value);
            } catch (IndexOutOfBoundsException e) {
                throw outOfBounds(address, Long.BYTES);
            }
        } else {
            writeAcross(address, value, Long.BYTES);
        }
    }

    private long readAcross(int address, int size) {
        check(address, size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | read(address + i) & 0xFF;
        }
        return value;
    }

    private void writeAcross(int address, long value, int size) {
        check(address, size);
        for (int i = 0; i < size; i++) {
            writeByte(address + i, (byte) (value >>> 8 * i));
        }
    }
}
