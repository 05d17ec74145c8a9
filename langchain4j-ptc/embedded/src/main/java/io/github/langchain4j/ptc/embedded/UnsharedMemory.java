package io.github.langchain4j.ptc.embedded;

import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.DataSegment;

/** What is the same for every memory that one thread uses and that begins with an image instead of data segments. */
abstract class UnsharedMemory implements Memory {

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    @SuppressWarnings("removal")
    public Object lock(int address) {
        throw noThreads();
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, int expected, long timeout) {
        throw noThreads();
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, long expected, long timeout) {
        throw noThreads();
    }

    @Override
    @SuppressWarnings("removal")
    public int notify(int address, int maxThreads) {
        return 0;
    }

    private static WasmRuntimeException noThreads() {
        return new WasmRuntimeException("this memory is not shared between threads");
    }

    /** Nothing to do: the image holds what the module's data segments would have written, and later state. */
    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {}

    /** Nothing to do, see {@link #initialize(Instance, DataSegment[])}. */
    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {}

    @Override
    public void initPassiveSegment(int segment, int dest, int offset, int size) {
        throw new WasmRuntimeException("the module has no passive data");
    }

    @Override
    public void drop(int segment) {}

    /** Nothing to do, see {@link #initialize(Instance, DataSegment[])}. */
    @Override
    public void zero() {}

    @Override
    public long readU16(int address) {
        return readShort(address) & 0xFFFFL;
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeF32(int address, float value) {
        writeI32(address, Float.floatToRawIntBits(value));
    }

    @Override
    public void writeF64(int address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }
}
