package tenantry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verifies the webhooks that standard input lists, as test/support/receivers says. */
@SuppressWarnings("unchecked")
final class Driver {
    private static Instant now = Instant.EPOCH;

    private static final class Hands extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    public static void main(String[] arguments) throws Exception {
        String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        Map<String, Object> given = (Map<String, Object>) StrictJson.parse(text);
        String url = (String) given.get("url");
        WebhookKeys source = url == null ? null : WebhookKeys.fetch(URI.create(url), new Hands());
        List<Object> outcomes = new ArrayList<>();
        for (Object each : (List<Object>) given.get("cases")) {
            outcomes.add(outcomeOf((Map<String, Object>) each, source));
        }
        System.out.write(CanonicalJson.write(outcomes).getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static Object outcomeOf(Map<String, Object> given, WebhookKeys source) {
        now = Instant.ofEpochMilli((Long) given.get("now"));
        String before = (String) given.get("v1aBefore");
        Map<String, List<String>> headers = new HashMap<>();
        for (Object header : (List<Object>) given.get("headers")) {
            List<Object> pair = (List<Object>) header;
            headers.put((String) pair.get(0), (List<String>) pair.get(1));
        }
        try {
            List<WebhookKeys.Key> keys = WebhookKeys.parse(CanonicalJson.write(given.get("keys")));
            List<Object> seen = (List<Object>) given.get("seen");
            Instant v1aBefore = before == null ? null : Instant.parse(before);
            List<String> tokens = (List<String>) given.get("tokens");
            // A list as callers write it, which throws when it is asked for null.
            List<String> listed = tokens == null ? null : List.copyOf(tokens);
            VerifyOptions options = new VerifyOptions(listed, seen::contains, v1aBefore);
            WebhookVerifier verifier =
                    new WebhookVerifier(source == null ? kids -> keys : source, options);
            byte[] body = Base64.getDecoder().decode((String) given.get("body"));
            return membersOf(verifier.verify(headers, body));
        } catch (WebhookVerificationException error) {
            return Map.of("code", error.code);
        } catch (Exception error) {
            return Map.of("error", String.valueOf(error.getMessage()));
        }
    }

    private static Map<String, Object> membersOf(Webhook webhook) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", webhook.id());
        members.put("tenant", webhook.tenant());
        members.put("event", webhook.event());
        members.put("data", webhook.data());
        members.put("triggeredAt", webhook.triggeredAt());
        members.put("repeated", webhook.repeated());
        members.put("test", webhook.test());
        return members;
    }
}
