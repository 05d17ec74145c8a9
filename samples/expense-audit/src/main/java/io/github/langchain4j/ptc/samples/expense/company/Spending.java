package io.github.langchain4j.ptc.samples.expense.company;

/**
 * What the generator is to make one person spend, in whole dollars. The amounts beside {@code approvedTravel} are the
 * traps: whoever counts one of them by mistake, or forgets the custom budget, gets a wrong answer.
 *
 * @param approvedTravel approved travel in the third quarter of 2025: all that counts
 * @param pendingTravel travel of the same quarter that nobody has approved yet
 * @param rejectedTravel travel of the same quarter that was rejected
 * @param lodging approved lodging of the same quarter
 * @param travelOfLastYear approved travel in the third quarter of 2024
 * @param customBudget travel budget in place of the standard one; 0 if there is none
 * @param reason for the custom budget
 */
record Spending(
        int approvedTravel,
        int pendingTravel,
        int rejectedTravel,
        int lodging,
        int travelOfLastYear,
        int customBudget,
        String reason) {

    static Spending of(int approvedTravel, int pendingTravel, int rejectedTravel, int lodging, int travelOfLastYear) {
        return new Spending(approvedTravel, pendingTravel, rejectedTravel, lodging, travelOfLastYear, 0, null);
    }

    Spending withBudget(int budget, String why) {
        return new Spending(approvedTravel, pendingTravel, rejectedTravel, lodging, travelOfLastYear, budget, why);
    }
}
