/**
 * The events of webhook endpoints. They stand apart from their schema, which holds the names of all
 * events.
 */
export const WEBHOOK_EVENT_NAMES = ['webhook.suspended'] as const;
