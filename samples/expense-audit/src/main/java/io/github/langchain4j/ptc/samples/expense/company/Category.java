package io.github.langchain4j.ptc.samples.expense.company;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What money was spent on. */
public enum Category {
    /** Flights, trains, rental cars; not the hotel. */
    @JsonProperty("travel")
    TRAVEL,
    @JsonProperty("lodging")
    LODGING,
    @JsonProperty("meals")
    MEALS,
    @JsonProperty("software")
    SOFTWARE,
    @JsonProperty("hardware")
    HARDWARE,
    @JsonProperty("training")
    TRAINING,
    @JsonProperty("office")
    OFFICE
}
