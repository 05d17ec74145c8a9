package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.langchain4j.ptc.catalog.PythonType.Formatted;
import io.github.langchain4j.ptc.catalog.PythonType.Int;
import io.github.langchain4j.ptc.catalog.PythonType.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The Java types whose Python type is known from their class alone. */
final class ScalarTypes {

    private record Format(String alias, String hint) {}

    private static final Format TIMESTAMP = new Format("Timestamp", "2025-12-31T14:30:00Z");

    private static final Map<Class<?>, Format> FORMATS = Map.ofEntries(
            Map.entry(LocalDate.class, new Format("Date", "2025-12-31")),
            Map.entry(LocalTime.class, new Format("Time", "14:30:00")),
            Map.entry(LocalDateTime.class, new Format("DateTime", "2025-12-31T14:30:00")),
            Map.entry(OffsetTime.class, new Format("OffsetTime", "14:30:00+01:00")),
            Map.entry(Instant.class, TIMESTAMP),
            Map.entry(OffsetDateTime.class, TIMESTAMP),
            Map.entry(ZonedDateTime.class, TIMESTAMP),
            Map.entry(Date.class, TIMESTAMP),
            Map.entry(Calendar.class, TIMESTAMP),
            Map.entry(YearMonth.class, new Format("YearMonth", "2025-12")),
            Map.entry(MonthDay.class, new Format("MonthDay", "--12-31")),
            Map.entry(Duration.class, new Format("Duration", "ISO 8601, 90 minutes are PT1H30M")),
            Map.entry(Period.class, new Format("Period", "ISO 8601, 14 months are P1Y2M")),
            Map.entry(UUID.class, new Format("UUID", "123e4567-e89b-12d3-a456-426614174000")),
            Map.entry(byte[].class, new Format("Base64", "bytes in base64")));

    private static final Int INT = Int.between(Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final Int LONG = Int.between(Long.MIN_VALUE, Long.MAX_VALUE);

    private static final Map<Class<?>, PythonType> FIXED = Map.ofEntries(
            Map.entry(Object.class, Scalar.ANY),
            Map.entry(void.class, Scalar.NONE),
            Map.entry(Void.class, Scalar.NONE),
            Map.entry(String.class, Scalar.STR),
            Map.entry(char.class, Scalar.STR),
            Map.entry(Character.class, Scalar.STR),
            Map.entry(char[].class, Scalar.STR),
            Map.entry(boolean.class, Scalar.BOOL),
            Map.entry(Boolean.class, Scalar.BOOL),
            Map.entry(AtomicBoolean.class, Scalar.BOOL),
            Map.entry(byte.class, Int.between(Byte.MIN_VALUE, Byte.MAX_VALUE)),
            Map.entry(Byte.class, Int.between(Byte.MIN_VALUE, Byte.MAX_VALUE)),
            Map.entry(short.class, Int.between(Short.MIN_VALUE, Short.MAX_VALUE)),
            Map.entry(Short.class, Int.between(Short.MIN_VALUE, Short.MAX_VALUE)),
            Map.entry(int.class, INT),
            Map.entry(Integer.class, INT),
            Map.entry(AtomicInteger.class, INT),
            Map.entry(long.class, LONG),
            Map.entry(Long.class, LONG),
            Map.entry(AtomicLong.class, LONG),
            Map.entry(BigInteger.class, Int.UNBOUNDED),
            Map.entry(float.class, Scalar.FLOAT),
            Map.entry(Float.class, Scalar.FLOAT),
            Map.entry(double.class, Scalar.FLOAT),
            Map.entry(Double.class, Scalar.FLOAT),
            Map.entry(Number.class, Scalar.FLOAT),
            Map.entry(OptionalInt.class, PythonType.nullable(INT)),
            Map.entry(OptionalLong.class, PythonType.nullable(LONG)),
            Map.entry(OptionalDouble.class, PythonType.nullable(Scalar.FLOAT)));

    private final JsonMapper mapper;
    private final boolean decimals;

    ScalarTypes(JsonMapper mapper, boolean decimals) {
        this.mapper = mapper;
        this.decimals = decimals;
    }

    Optional<PythonType> find(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == BigDecimal.class) {
            return Optional.of(decimals ? Scalar.DECIMAL : Scalar.FLOAT);
        }
        Format format = FORMATS.get(raw);
        if (format != null) {
            return Optional.of(new Formatted(format.alias(), format.hint(), mapper.constructType(raw)));
        }
        return Optional.ofNullable(FIXED.get(raw));
    }
}
