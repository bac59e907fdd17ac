package tenantry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verifies Tenantry webhooks. Copy the files of this package: they need Java 17 and nothing else.
 *
 * <pre>{@code
 * URI address = URI.create("https://api.example.com/.well-known/webhook-keys.json");
 * VerifyOptions options = new VerifyOptions(tokens, handled::contains);
 * WebhookVerifier verifier = new WebhookVerifier(WebhookKeys.fetch(address), options);
 * Webhook webhook = verifier.verify(headers, body);
 * }</pre>
 *
 * What is signed, and test vectors: docs/events.md.
 */
public final class WebhookVerifier {
    private record Signed(String kid, byte[] bytes) {}

    private record Body(Map<?, ?> payload, String text) {}

    private static final int MAX_BODY = 1_048_576;
    private static final int MAX_HEADER = 512;
    private static final Pattern ANY = Pattern.compile(".+");
    private static final Pattern ID = Pattern.compile("[\\w-]{1,64}");
    private static final Pattern TENANT = Pattern.compile("[\\w/ -]{1,512}");
    private static final Pattern T1 = Pattern.compile("t1,([\\w-]{16})\\.([A-Za-z0-9+/]{86}==)");
    private static final Pattern V1A = Pattern.compile("v1a,([\\w-]{16}),([A-Za-z0-9+/]{86}==)");
    // The algorithm of an Ed25519 key (RFC 8410), which stands before its 32 bytes.
    private static final String KEY_PREFIX = "302a300506032b6570032100";

    private final WebhookKeys keys;
    private final VerifyOptions options;

    public WebhookVerifier(WebhookKeys keys, VerifyOptions options) {
        List<String> tokens = options.tokens();
        // `contains(null)` throws for a list that holds no null, such as that of List.of.
        if (tokens != null
                && (tokens.isEmpty() || tokens.stream().anyMatch(t -> t == null || t.isEmpty()))) {
            throw new IllegalArgumentException("tokens are required, or null to check none");
        }
        this.keys = keys;
        this.options = options;
    }

    /** Verifies a webhook by its headers and its body as it arrived. */
    public Webhook verify(Map<String, List<String>> headers, byte[] body)
            throws WebhookVerificationException, IOException, GeneralSecurityException {
        if (options.tokens() != null) requireToken(header(headers, "Webhook-Token", ANY));
        // Without a dot in them, what was signed can be read in one way only.
        String id = header(headers, "Webhook-Id", ID);
        String value = header(headers, "Webhook-Signature", ANY);
        Body read = readBody(body);
        Map<?, ?> payload = read.payload();
        String text = read.text();
        String triggeredAt = (String) payload.get("triggeredAt");
        boolean isOld = !value.contains("t1,") && isBefore(triggeredAt, options.v1aBefore());
        List<Signed> signatures = readSignatures(value, isOld ? V1A : T1);
        String tenant = isOld ? null : header(headers, "Webhook-Tenant", TENANT);
        String signed = isOld ? id + "." + text : "t1." + id + "." + tenant + "." + text;
        requireOne(signatures, signed.getBytes(UTF_8));
        boolean repeated = options.seen().test(id);
        String event = (String) payload.get("event");
        Object data = payload.get("data");
        return new Webhook(id, tenant, event, data, triggeredAt, repeated, id.startsWith("test-"));
    }

    private static String header(Map<String, List<String>> headers, String name, Pattern pattern)
            throws WebhookVerificationException {
        List<String> values = new ArrayList<>();
        headers.forEach((other, some) -> {
            if (name.equalsIgnoreCase(other)) values.addAll(some);
        });
        if (values.size() != 1 || !pattern.matcher(values.get(0)).matches()) {
            String message = name + " is missing or malformed";
            throw new WebhookVerificationException("missing-header", message);
        }
        return values.get(0);
    }

    private void requireToken(String given)
            throws WebhookVerificationException, GeneralSecurityException {
        byte[] digest = digest(given);
        boolean isEqual = false;
        for (String token : options.tokens()) {
            isEqual |= MessageDigest.isEqual(digest, digest(token));
        }
        if (!isEqual) throw new WebhookVerificationException("bad-token", "the token is another");
    }

    private static byte[] digest(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    }

    private static Body readBody(byte[] body) throws WebhookVerificationException {
        try {
            if (body.length > MAX_BODY) throw new IllegalArgumentException("too long");
            // A decoder refuses bytes that are not UTF-8; `new String` would replace them.
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            boolean isMarked = text.startsWith("\uFEFF");
            Object value = StrictJson.parse(isMarked ? text.substring(1) : text);
            if (value instanceof Map<?, ?> payload
                    && payload.get("event") instanceof String
                    && payload.get("triggeredAt") instanceof String
                    && (payload.get("data") instanceof Map
                            || payload.get("data") instanceof List)) {
                String canonical = CanonicalJson.write(payload);
                if (canonical.length() <= MAX_BODY) return new Body(payload, canonical);
            }
            throw new IllegalArgumentException("not the members of a webhook, or too long");
        } catch (CharacterCodingException
                | IllegalArgumentException
                | IndexOutOfBoundsException error) {
            String message = "the body is not the JSON of a webhook: " + error.getMessage();
            throw new WebhookVerificationException("malformed-body", message);
        }
    }

    private static boolean isBefore(String triggeredAt, Instant limit) {
        try {
            return limit != null && Instant.parse(triggeredAt).isBefore(limit);
        } catch (DateTimeException error) {
            return false;
        }
    }

    private static List<Signed> readSignatures(String value, Pattern form)
            throws WebhookVerificationException {
        List<Signed> signatures = new ArrayList<>();
        for (String part : value.length() > MAX_HEADER ? new String[0] : value.split(" ")) {
            Matcher match = form.matcher(part);
            if (!match.matches()) continue;
            signatures.add(new Signed(match.group(1), Base64.getDecoder().decode(match.group(2))));
        }
        if (!signatures.isEmpty()) return signatures;
        String message = "no signature of the version t1";
        throw new WebhookVerificationException("malformed-signature", message);
    }

    private void requireOne(List<Signed> signatures, byte[] signed)
            throws WebhookVerificationException, IOException, GeneralSecurityException {
        List<WebhookKeys.Key> known = keys.keysFor(signatures.stream().map(Signed::kid).toList());
        boolean isKnown = false;
        boolean isValid = false;
        // All are verified before one is judged: the time taken does not tell which one is valid.
        for (Signed signature : signatures) {
            for (WebhookKeys.Key key : known) {
                if (!key.kid().equals(signature.kid())) continue;
                isKnown = true;
                isValid |= verifies(key.x(), signature.bytes(), signed);
            }
        }
        if (!isKnown) {
            String message = "no signature is by a key of the set";
            throw new WebhookVerificationException("unknown-key", message);
        }
        if (!isValid) {
            String message = "no signature is of this id, tenant and body";
            throw new WebhookVerificationException("bad-signature", message);
        }
    }

    private static boolean verifies(String x, byte[] signature, byte[] signed)
            throws GeneralSecurityException {
        String encoded = KEY_PREFIX + HexFormat.of().formatHex(Base64.getUrlDecoder().decode(x));
        X509EncodedKeySpec spec = new X509EncodedKeySpec(HexFormat.of().parseHex(encoded));
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(spec);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(signed);
        try {
            return verifier.verify(signature);
        } catch (SignatureException error) {
            return false; // Java throws for some that are no signature at all
        }
    }
}
