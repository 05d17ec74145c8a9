package io.github.langchain4j.ptc.guide;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

class Trips {

    enum Status {
        PLANNED,
        BOOKED,
        CANCELLED
    }

    record Trip(String id, LocalDate start, Status status, BigDecimal cost, Optional<String> note) {}

    private final TripStore store = new TripStore();

    @Tool("Trips of a traveller, oldest first")
    List<Trip> findTrips(
            @P("employee id, such as E1003") String traveller,
            @P(value = "first day of travel", required = false) LocalDate from) {
        if (!store.knows(traveller)) {
            throw new IllegalArgumentException("No traveller " + traveller + "; ids look like E1003");
        }
        return store.trips(traveller, from);
    }

    @Tool("Cancels a trip; doing so again changes nothing")
    void cancelTrip(String id) {
        store.cancel(id);
    }
}
