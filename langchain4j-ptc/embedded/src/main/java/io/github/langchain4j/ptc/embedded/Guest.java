package io.github.langchain4j.ptc.embedded;

import io.trino.wasm.python.PythonMachine;
import java.util.ArrayList;
import java.util.List;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MutabilityType;

/** One instance of CPython: memory, system calls and the compiled code. Used by one thread only. */
final class Guest {

    private final GuestMemory memory;
    private final Instance instance;

    Guest(WasmModule module, GuestMemory memory, FileTree files, GuestPort port) {
        this.memory = memory;
        List<ImportFunction> imports = new ArrayList<>(new Wasi(memory, files, port).imports(module));
        imports.add(Wasi.onError(module, memory));
        this.instance = Instance.builder(module)
                .withMemoryFactory(limits -> memory)
                .withMachineFactory(PythonMachine::new)
                .withImportValues(ImportValues.builder()
                        .addFunction(imports.toArray(ImportFunction[]::new))
                        .build())
                .withStart(false)
                .build();
    }

    /** A guest in the state of an image. */
    static Guest of(PythonImage image, GuestMemory memory, FileTree files, GuestPort port) {
        Guest guest = new Guest(image.module(), memory, files, port);
        for (int i = 0; i < image.globals().length; i++) {
            if (guest.instance.global(i).getMutabilityType() == MutabilityType.Var) {
                guest.instance.global(i).setValue(image.globals()[i]);
            }
        }
        return guest;
    }

    GuestMemory memory() {
        return memory;
    }

    long[] globals() {
        long[] values = new long[instance.globalCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = instance.global(i).getValue();
        }
        return values;
    }

    /** Calls an exported function; 0 if it returns nothing. */
    int call(String function, int... args) {
        long[] values = new long[args.length];
        for (int i = 0; i < args.length; i++) {
            values[i] = args[i];
        }
        long[] results = instance.export(function).apply(values);
        return results == null || results.length == 0 ? 0 : (int) results[0];
    }

    /** Runs the function that the image's {@code guest.py} has set up, until it returns. */
    void execute(int argument) {
        int result = call("execute", argument);
        if (result != 0) {
            call("deallocate", result);
        }
    }
}
