/** What the target of every endpoint's rule sends: the webhook body. */
export const BODY_PATH = '$.detail.payload';

/**
 * What it says of the body in headers. The detail-type of a directed event is its endpoint, so the
 * name comes from the payload.
 */
export const HEADER_PATHS = {
  'Webhook-Id': '$.detail.metadata.eventId',
  'Webhook-Event': '$.detail.payload.event',
  'Webhook-Tenant': '$.detail.metadata.tenant',
  'Webhook-Signature': '$.detail.metadata.signature',
} as const;

/** How long it is tried: the most that EventBridge offers (RetryPolicy of PutTargets). */
export const RETRY = { attempts: 185, hours: 24 } as const;
