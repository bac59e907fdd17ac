import { EVENTBRIDGE } from './eventbridge.ts';
import type { ServiceLimits } from './limit.ts';

/**
 * Every limit of AWS that the product depends on, by service in the order of the page. To add one, write a row in the file of
 * its service (or a new file and a line here) and run `npm run generate`: `docs/aws-limits.md` is made of it.
 */
export const AWS_LIMITS: Readonly<Record<string, ServiceLimits>> = {
  EventBridge: EVENTBRIDGE,
};
