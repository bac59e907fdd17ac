package tenantry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Reads the text of an answer; fails when it is longer than 1 MiB. */
final class BoundedBody implements BodySubscriber<String> {
    private static final int MAX_BODY = 1_048_576;

    private final BodySubscriber<String> text = BodySubscribers.ofString(UTF_8);
    private Subscription subscription;
    private long length = 0;

    @Override
    public CompletionStage<String> getBody() {
        return text.getBody();
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        text.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) length += buffer.remaining();
        if (length <= MAX_BODY) {
            text.onNext(buffers);
        } else {
            subscription.cancel();
            text.onError(new IOException("the answer is longer than 1 MiB"));
        }
    }

    @Override
    public void onError(Throwable error) {
        text.onError(error);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
