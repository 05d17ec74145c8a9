package io.github.langchain4j.ptc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.MemoryLimits;

class GuestMemoryTest {

    private static final int PAGE = Memory.PAGE_SIZE;

    private final byte[][] image = {page(1), page(2), page(3)};

    private static byte[] page(int value) {
        byte[] page = new byte[PAGE];
        Arrays.fill(page, (byte) value);
        return page;
    }

    private GuestMemory memory(int maximumPages) {
        return new GuestMemory(image, maximumPages, new MemoryBudget(64L << 20, 0).share());
    }

    @Test
    void behavesLikeTheMemoryOfTheRuntime() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        GuestMemory guest = memory(6);
        ByteArrayMemory reference = new ByteArrayMemory(new MemoryLimits(3, 6));
        for (int i = 0; i < image.length; i++) {
            reference.write(i * PAGE, image[i], 0, PAGE);
        }
        for (int step = 0; step < 20_000; step++) {
            int limit = guest.pages() * PAGE;
            // Near a border of pages more often than not: that is where mistakes live.
            int at = random.nextBoolean()
                    ? random.nextInt(limit - 8)
                    : Math.min(limit - 8, (1 + random.nextInt(guest.pages())) * PAGE - 1 - random.nextInt(10));
            apply(random.nextInt(11), at, limit, random, guest, reference);
            assertThat(guest.pages()).as("seed %s step %s", seed, step).isEqualTo(reference.pages());
            assertThat(guest.readLong(at)).as("seed %s step %s", seed, step).isEqualTo(reference.readLong(at));
        }
        assertThat(guest.snapshot()).as("seed %s", seed).isEqualTo(reference.readBytes(0, reference.pages() * PAGE));
    }

    private static void apply(int what, int at, int limit, Random random, Memory guest, Memory reference) {
        long value = random.nextLong();
        int size = random.nextInt(Math.min(100_000, limit - at));
        int other = random.nextInt(limit - size);
        for (Memory memory : new Memory[] {guest, reference}) {
            switch (what) {
                case 0 -> memory.writeByte(at, (byte) value);
                case 1 -> memory.writeShort(at, (short) value);
                case 2 -> memory.writeI32(at, (int) value);
                case 3 -> memory.writeLong(at, value);
                case 4 -> memory.writeF32(at, value);
                case 5 -> memory.writeF64(at, value);
                case 6 -> memory.fill((byte) value, at, at + size);
                case 7 -> memory.copy(at, other, size);
                case 8 -> memory.copy(other, at, size);
                case 9 -> memory.write(at, new byte[size], 0, size);
                default -> memory.grow(value % 50 == 0 ? 1 : 0);
            }
        }
        assertThat(guest.readInt(at)).isEqualTo(reference.readInt(at));
        assertThat(guest.readShort(at)).isEqualTo(reference.readShort(at));
        assertThat(guest.read(at)).isEqualTo(reference.read(at));
        assertThat(Float.floatToRawIntBits(guest.readFloat(at)))
                .isEqualTo(Float.floatToRawIntBits(reference.readFloat(at)));
        assertThat(Double.doubleToRawLongBits(guest.readDouble(at)))
                .isEqualTo(Double.doubleToRawLongBits(reference.readDouble(at)));
    }

    @Test
    void neverWritesToTheImage() {
        GuestMemory one = memory(4);
        GuestMemory other = memory(4);

        one.writeI32(PAGE - 2, -1);
        one.fill((byte) 9, 2 * PAGE, 2 * PAGE + 1);

        assertThat(image).isDeepEqualTo(new byte[][] {page(1), page(2), page(3)});
        assertThat(other.readInt(PAGE - 2)).isEqualTo(0x02020101);
        assertThat(one.ownPages()).isEqualTo(3);
        assertThat(other.ownPages()).isZero();
    }

    @Test
    void grownPagesTakeNoHeapUntilTheyAreWritten() {
        GuestMemory memory = memory(1000);

        assertThat(memory.grow(900)).isEqualTo(3);
        memory.fill((byte) 0, 3 * PAGE, 903 * PAGE);

        assertThat(memory.ownPages()).isZero();
        assertThat(memory.readLong(500 * PAGE)).isZero();
    }

    @Test
    void cannotGrowBeyondItsMaximumOrByNonsense() {
        GuestMemory memory = memory(4);

        assertThat(memory.grow(2)).isEqualTo(-1);
        assertThat(memory.grow(-1)).isEqualTo(-1);
        assertThat(memory.grow(Integer.MAX_VALUE)).isEqualTo(-1);
        assertThat(memory.grow(1)).isEqualTo(3);
    }

    @Test
    void cannotGrowBeyondWhatAllInterpretersMayHold() {
        MemoryBudget budget = new MemoryBudget(5L * PAGE, 2L * PAGE);
        GuestMemory first = new GuestMemory(image, 100, budget.share());
        GuestMemory second = new GuestMemory(image, 100, budget.share());

        assertThat(first.grow(3)).isEqualTo(3);
        assertThat(second.grow(1)).as("into the reserve").isEqualTo(-1);
        first.fill((byte) 1, 3 * PAGE, 6 * PAGE);
        second.writeByte(0, (byte) 1);
        second.writeByte(PAGE, (byte) 1);

        assertThatThrownBy(() -> second.writeByte(2 * PAGE, (byte) 1))
                .isInstanceOf(WasmRuntimeException.class)
                .hasMessageContaining("used up");
    }

    @Test
    void givesItsPagesBackWhenItIsClosed() {
        MemoryBudget budget = new MemoryBudget(2L * PAGE, 0);
        MemoryBudget.Share share = budget.share();
        new GuestMemory(image, 100, share).fill((byte) 7, 0, 2 * PAGE);
        assertThat(budget.hasLeft(PAGE)).isFalse();

        share.close();
        share.close();

        assertThat(budget.hasLeft(2L * PAGE)).isTrue();
    }

    @Test
    void refusesAddressesOutsideInEveryWay() {
        GuestMemory memory = memory(100);
        int end = 3 * PAGE;
        for (int at : new int[] {end, end - 1, -1, -8, Integer.MIN_VALUE, Integer.MAX_VALUE - 3, 99 * PAGE}) {
            assertThatThrownBy(() -> memory.readLong(at)).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.writeI32(at, 1)).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.writeLong(at, 1)).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.readDouble(at)).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.readBytes(at, 8)).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.write(at, new byte[8], 0, 8)).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.copy(0, at, 8)).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.copy(at, 0, 8)).isInstanceOf(WasmRuntimeException.class);
        }
        assertThatThrownBy(() -> memory.readBytes(0, -1)).isInstanceOf(WasmRuntimeException.class);
        assertThatThrownBy(() -> memory.fill((byte) 1, 10, end + 1)).isInstanceOf(WasmRuntimeException.class);
        assertThat(memory.ownPages()).isLessThanOrEqualTo(1);
    }
}
