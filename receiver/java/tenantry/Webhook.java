package tenantry;

/**
 * What the installation published: use these values, not those that came beside them.
 *
 * @param id the same on every retry, redelivery and replay
 * @param tenant null for a signature of v1a, which does not cover it
 * @param data a Map or a List, as {@link StrictJson} reads it
 * @param triggeredAt RFC 3339
 * @param repeated true if {@code seen} says so: answer 2xx and do nothing
 * @param test true for a test with made-up data: answer 2xx and do nothing
 */
public record Webhook(
        String id,
        String tenant,
        String event,
        Object data,
        String triggeredAt,
        boolean repeated,
        boolean test) {}
