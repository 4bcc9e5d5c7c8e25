package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a length; a longer one ends the exchange with a failure. */
final class LimitedBody implements HttpResponse.BodySubscriber<Bytes> {
    private final int longestBytes;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<Bytes> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    LimitedBody(int longestBytes) {
        this.longestBytes = longestBytes;
    }

    @Override
    public CompletionStage<Bytes> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (var part : parts) {
            if (collected.size() + part.remaining() > longestBytes) {
                if (subscription != null) {
                    subscription.cancel();
                }
                body.completeExceptionally(new IOException("an answer that is too long"));
                return;
            }
            var octets = new byte[part.remaining()];
            part.get(octets);
            collected.writeBytes(octets);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(Bytes.of(collected.toByteArray()));
    }
}
