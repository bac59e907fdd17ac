package tenantry;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * How {@link WebhookVerifier} verifies.
 *
 * @param tokens of the endpoint: one, or several while it is replaced; null turns the check off
 * @param seen asked, of a verified webhook only, whether it was handled before
 * @param v1aBefore accepts signatures of v1a of events from before this time; null for none
 */
public record VerifyOptions(List<String> tokens, Predicate<String> seen, Instant v1aBefore) {
    public VerifyOptions(List<String> tokens, Predicate<String> seen) {
        this(tokens, seen, null);
    }
}
