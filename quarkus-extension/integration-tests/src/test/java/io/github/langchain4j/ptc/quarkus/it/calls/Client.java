package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A user of the application. The name is the password. */
record Client(String name) {

    static final Client ALICE = new Client("alice");
    static final Client BOB = new Client("bob");
    static final Client NOBODY = new Client("");

    /** The answer to a program. */
    String ask(String program) {
        return ask("", program);
    }

    String ask(String path, String program) {
        return post(path, program).then().statusCode(200).extract().asString().strip();
    }

    Response post(String path, String program) {
        RequestSpecification request = given().body(program).header("X-Client", name);
        return (name.isEmpty() ? request : request.auth().preemptive().basic(name, name)).post("/calls" + path);
    }

    /** What many clients get at the same time, in two minutes at most. */
    static <T> List<T> atOnce(int clients, IntFunction<T> client) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Callable<T>> tasks = IntStream.range(0, clients)
                    .<Callable<T>>mapToObj(number -> () -> client.apply(number))
                    .toList();
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(tasks, 2, TimeUnit.MINUTES)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
