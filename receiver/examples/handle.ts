import type { VerifiedWebhook } from '../index.ts';

/** The names of organizations by their ids: in place of what your program keeps. */
export const organizations = new Map<string, string>();

/** Does what each event means to your program; `data` has the type of the event. */
export const handle = async (webhook: VerifiedWebhook): Promise<void> => {
  switch (webhook.event) {
    case 'reseller.organization.created':
    case 'reseller.organization.updated':
    case 'reseller.organization.restored':
      organizations.set(webhook.data.id, webhook.data.name);
      break;
    case 'reseller.organization.deleted':
      organizations.delete(webhook.data.id);
      break;
    default:
    // Another event, perhaps of a later release: answer 2xx all the same.
  }
};
