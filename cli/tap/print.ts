import { styleText } from 'node:util';
import type { TenantryEvent } from '../../events/types.ts';
import { printable } from '../shared/printable.ts';

/** Formats an event in a few lines for people: time, name and tenant, then its detail. */
export const formatEvent = ({ time, detail, ...event }: TenantryEvent): string => {
  const { tenant, eventId } = detail.metadata;
  const head = `${time}  ${styleText('bold', printable(event['detail-type']))}  ${printable(tenant)}  ${styleText('dim', printable(eventId))}`;
  return [
    head,
    ...JSON.stringify(detail, null, 2)
      .split('\n')
      .map((line) => `  ${printable(line, line.length)}`),
    '',
  ].join('\n');
};

/** Formats an event as one line for programs, as it is on the bus. */
export const formatEventLine = (event: TenantryEvent): string => {
  const line = JSON.stringify(event);
  // JSON.stringify leaves some control characters as they are.
  return printable(line, line.length);
};
