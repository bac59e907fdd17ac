/** The part of an event that the target of every rule sends as the webhook body. */
export const BODY_PATH = '$.detail.payload';

/**
 * The parts of an event that the target sends as headers. The detail-type of a directed event is
 * its endpoint, so the name comes from the payload.
 */
export const HEADER_PATHS = {
  'Webhook-Id': '$.detail.metadata.eventId',
  'Webhook-Event': '$.detail.payload.event',
  'Webhook-Tenant': '$.detail.metadata.tenant',
  'Webhook-Signature': '$.detail.metadata.signature',
} as const;

/** The limits of retries: the most that EventBridge offers (RetryPolicy of PutTargets). */
export const RETRY = { attempts: 185, hours: 24 } as const;
