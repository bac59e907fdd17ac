package tenantry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Returns the public keys for a webhook whose signatures name these key ids. */
@FunctionalInterface
public interface WebhookKeys {
    /** A raw Ed25519 key in base64url, and its id. */
    record Key(String kid, String x) {}

    List<Key> keysFor(List<String> kids) throws IOException;

    /** Reads a JSON Web Key Set (RFC 7517); keys of other kinds are skipped. */
    static List<Key> parse(String json) {
        if (!(StrictJson.parse(json) instanceof Map<?, ?> set)
                || !(set.get("keys") instanceof List<?> found)) {
            throw new IllegalArgumentException("not a key set");
        }
        List<Key> keys = new ArrayList<>();
        for (Object entry : found) {
            if (entry instanceof Map<?, ?> key
                    && "OKP".equals(key.get("kty"))
                    && "Ed25519".equals(key.get("crv"))
                    && key.get("kid") instanceof String kid
                    && key.get("x") instanceof String x) {
                keys.add(new Key(kid, x));
            }
        }
        return List.copyOf(keys);
    }

    /**
     * Fetches the keys of an installation from the address of its key set. They are kept for five
     * minutes, fetched again for an unknown key at most once a minute, and used for an hour while
     * the address does not answer.
     */
    static WebhookKeys fetch(URI address) {
        return fetch(address, Clock.systemUTC());
    }

    static WebhookKeys fetch(URI address, Clock clock) {
        return new Cache(address, clock);
    }

    /** What {@link #fetch} returns. */
    final class Cache implements WebhookKeys {
        private static final Duration TIMEOUT = Duration.ofSeconds(5);

        private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        private final HttpRequest request;
        private final Clock clock;
        private List<Key> kept;
        private Instant keptAt = Instant.EPOCH;
        private Instant askedAt = Instant.EPOCH;
        private Exception failure;

        private Cache(URI address, Clock clock) {
            this.request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
            this.clock = clock;
        }

        @Override
        public synchronized List<Key> keysFor(List<String> kids) throws IOException {
            Instant now = clock.instant();
            boolean isKnown =
                    kept != null && kept.stream().anyMatch(key -> kids.contains(key.kid()));
            boolean isDue = !isKnown || isOlder(keptAt, now, Duration.ofMinutes(5));
            Duration pause = kept == null ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
            if (isDue && !askedAt.plus(pause).isAfter(now)) ask(now);
            if (failure != null && (kept == null || isOlder(keptAt, now, Duration.ofHours(1)))) {
                throw new IOException("the keys could not be fetched", failure);
            }
            return kept;
        }

        private static boolean isOlder(Instant at, Instant now, Duration age) {
            return at.plus(age).isBefore(now);
        }

        // HttpClient follows no redirects unless it is told to.
        private void ask(Instant now) throws IOException {
            askedAt = now;
            CompletableFuture<HttpResponse<String>> future =
                    client.sendAsync(request, head -> new BoundedBody());
            try {
                // The timeout of the request ends at the headers, before the body.
                HttpResponse<String> answer =
                        future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                int status = answer.statusCode();
                if (status / 100 != 2) throw new IOException("the address answered " + status);
                kept = parse(answer.body());
                keptAt = now;
                failure = null;
            } catch (IOException
                    | ExecutionException
                    | TimeoutException
                    | IllegalArgumentException
                    | IndexOutOfBoundsException error) {
                failure = error;
            } catch (InterruptedException error) {
                failure = error;
                Thread.currentThread().interrupt();
                throw new IOException("the keys could not be fetched", error);
            } finally {
                future.cancel(true);
            }
        }
    }
}
