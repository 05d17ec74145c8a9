package io.github.langchain4j.ptc.samples.expense;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which arms the command line is to run. */
enum ArmChoice {
    PTC(Arm.PTC),
    DIRECT(Arm.DIRECT),
    BOTH(Arm.PTC, Arm.DIRECT);

    private final List<Arm> arms;

    ArmChoice(Arm... arms) {
        this.arms = List.of(arms);
    }

    List<Arm> arms() {
        return arms;
    }

    /** Reads the name on the command line. */
    static final class Converter implements ITypeConverter<ArmChoice> {

        @Override
        public ArmChoice convert(String name) {
            return switch (name) {
                case "ptc" -> PTC;
                case "direct" -> DIRECT;
                case "both" -> BOTH;
                default ->
                    throw new TypeConversionException("expected 'ptc', 'direct' or 'both', but was '" + name + "'");
            };
        }
    }
}
