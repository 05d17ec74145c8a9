package io.github.langchain4j.ptc.samples.expense.company;

import java.util.List;

/** What can be bought: names for the generator. The companies are invented. */
record Purchase(String description, String vendor) {

    static List<Purchase> of(Category category) {
        return switch (category) {
            case TRAVEL ->
                List.of(
                        new Purchase("Return flight to customer workshop", "Northwind Air"),
                        new Purchase("Train to partner office", "Continental Rail"),
                        new Purchase("Flight to conference, economy", "Skylark Airways"),
                        new Purchase("Rental car for site visit", "Roadrunner Cars"));
            case LODGING ->
                List.of(
                        new Purchase("Hotel during travel to customer", "Harbour House Hotel"),
                        new Purchase("Apartment for project week", "Cityrooms"),
                        new Purchase("Conference hotel, two nights", "Grand Meridian"));
            case MEALS ->
                List.of(
                        new Purchase("Dinner with customer", "Trattoria Sole"),
                        new Purchase("Team lunch", "Green Bowl"),
                        new Purchase("Breakfast while travelling", "Station Cafe"));
            case SOFTWARE ->
                List.of(
                        new Purchase("Yearly licence of diagram editor", "Sketchworks"),
                        new Purchase("Monthly fee of load-test service", "Pressure Labs"),
                        new Purchase("Travel booking plugin for calendar", "Plannerly"));
            case HARDWARE ->
                List.of(
                        new Purchase("Docking station", "Cable and Core"),
                        new Purchase("Noise-cancelling headphones", "Soundfold"),
                        new Purchase("External drive", "Cable and Core"));
            case TRAINING ->
                List.of(
                        new Purchase("Online course on distributed systems", "Learnwell"),
                        new Purchase("Workshop ticket", "Craft Conference"),
                        new Purchase("Books", "Paper Harbour"));
            case OFFICE ->
                List.of(
                        new Purchase("Desk lamp for home office", "Brightside"),
                        new Purchase("Notebooks and pens", "Paper Harbour"),
                        new Purchase("Coworking day pass", "Loft Seven"));
        };
    }
}
