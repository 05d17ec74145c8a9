package io.github.langchain4j.ptc.guide;

import io.github.langchain4j.ptc.guide.Trips.Status;
import io.github.langchain4j.ptc.guide.Trips.Trip;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What {@link Trips} knows. */
final class TripStore {

    private final Map<String, List<Trip>> trips = Map.of(
            "E1003", List.of(trip("T1", "2025-07-01", Status.BOOKED, "120.10")),
            "E1007", List.of(trip("T2", "2025-09-15", Status.PLANNED, "80.20")));
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

    private static Trip trip(String id, String start, Status status, String cost) {
        return new Trip(id, LocalDate.parse(start), status, new BigDecimal(cost), Optional.empty());
    }

    boolean knows(String traveller) {
        return trips.containsKey(traveller);
    }

    List<Trip> trips(String traveller, LocalDate from) {
        return trips.get(traveller).stream()
                .filter(trip -> !cancelled.contains(trip.id()))
                .filter(trip -> from == null || !trip.start().isBefore(from))
                .toList();
    }

    void cancel(String id) {
        cancelled.add(id);
    }
}
