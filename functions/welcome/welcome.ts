import type { EventDetail } from '../shared/table/events.ts';
import { newcomerOf } from './event.ts';
import { type SendDeps, sendLink } from './send-link.ts';

/** Welcomes a contact once for each event that requests it, however often the event arrives. */
export const welcome = async (detail: EventDetail, deps: SendDeps): Promise<void> => {
  const newcomer = newcomerOf(detail);
  if (!newcomer) return;
  const { contactId } = newcomer;
  if (await sendLink(newcomer, deps)) deps.log.info('welcomed', { contactId, eventId: detail.metadata.eventId });
  else deps.log.info('welcomed before', { contactId });
};
