package io.github.langchain4j.ptc.bedrock;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStartEvent;

/**
 * Hands on the events of a streamed reply as {@link StreamedReply} puts them, and its failure once. The SDK sends some
 * requests again whose streams broke, and then there is another stream: it is taken if nothing was told of the one before.
 * Events come on one thread at a time.
 */
final class FaithfulHandler implements ConverseStreamResponseHandler {

    private final ConverseStreamResponseHandler handler;
    private final SentReplies replies;
    private final ToolInputs inputs;
    private volatile boolean begun; // something of the reply was told
    private volatile boolean failed; // and that it has failed, too

    FaithfulHandler(ConverseStreamResponseHandler handler, SentReplies replies, ToolInputs inputs) {
        this.handler = handler;
        this.replies = replies;
        this.inputs = inputs;
    }

    /** The end of the operation, without a failure that was told already. */
    CompletableFuture<Void> told(CompletableFuture<Void> end) {
        CompletableFuture<Void> told = end.handle((nothing, failure) -> {
            if (failure != null && !failed) {
                Throwable understood = Failures.understood(failure);
                throw understood instanceof CompletionException wrapped ? wrapped : new CompletionException(understood);
            }
            return null;
        });
        told.whenComplete((nothing, failure) -> {
            if (told.isCancelled()) {
                end.cancel(true);
            }
        });
        return told;
    }

    @Override
    public void responseReceived(ConverseStreamResponse response) {
        handler.responseReceived(response);
    }

    @Override
    public void onEventStream(SdkPublisher<ConverseStreamOutput> publisher) {
        if (begun) {
            publisher.subscribe(new Unwanted());
            return;
        }
        StreamedReply reply = new StreamedReply(replies, inputs);
        SdkPublisher<ConverseStreamOutput> events = publisher.flatMapIterable(reply::next);
        handler.onEventStream(SdkPublisher.adapt(subscriber -> events.subscribe(new Reply(subscriber))));
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
        handler.exceptionOccurred(Failures.understood(failure));
    }

    @Override
    public void complete() {
        handler.complete();
    }

    /** One stream. */
    private final class Reply implements Subscriber<ConverseStreamOutput> {

        private final Subscriber<? super ConverseStreamOutput> subscriber;
        private boolean whole;

        Reply(Subscriber<? super ConverseStreamOutput> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(ConverseStreamOutput event) {
            begun |= !(event instanceof MessageStartEvent);
            whole |= event instanceof ConverseStreamMetadataEvent;
            subscriber.onNext(event);
        }

        /** As long as nothing was told, the end of the operation tells it. */
        @Override
        public void onError(Throwable failure) {
            if (begun) {
                failed = true;
                subscriber.onError(Failures.understood(failure));
            }
        }

        @Override
        public void onComplete() {
            if (whole) {
                subscriber.onComplete();
            } else {
                failed = true;
                subscriber.onError(SdkClientException.create(
                        "The stream of the model's reply ended before the reply did; ask the model again"));
            }
        }
    }

    /** Takes nothing of a stream. */
    private static final class Unwanted implements Subscriber<ConverseStreamOutput> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(ConverseStreamOutput event) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
