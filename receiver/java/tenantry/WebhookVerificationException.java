package tenantry;

/**
 * Thrown for a webhook that is not to be trusted. Any other exception says that nothing is known,
 * such as keys that could not be fetched.
 */
public final class WebhookVerificationException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Why: missing-header, bad-token, malformed-signature, malformed-body, unknown-key or
     * bad-signature.
     */
    public final String code;

    WebhookVerificationException(String code, String message) {
        super(message);
        this.code = code;
    }
}
