package io.github.langchain4j.ptc.samples.expense.company;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether the company pays an expense. */
public enum Status {
    @JsonProperty("approved")
    APPROVED,
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("rejected")
    REJECTED
}
