/**
 * The service that keeps the secrets of EventBridge's connections; AWS creates its role with the
 * account's first connection.
 */
export const CONNECTION_SERVICE = 'apidestinations.events.amazonaws.com';
