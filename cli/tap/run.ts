import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { matchesName } from '../../events/is-event.ts';
import type { EventPattern, TenantryEvent } from '../../events/types.ts';
import { TAP_PATH } from '../../local/event-tap.ts';
import { findRuntime } from '../../local/runtime-address.ts';
import { formatEvent, formatEventLine } from './print.ts';

/** The events to show, and where they are printed. */
interface TapOptions {
  /** Where the API of the runtime is. */
  readonly url: string;
  /** Names of events, or their beginnings with `.*`; all unless given. */
  readonly events?: readonly EventPattern[];
  /** Prints one JSON object for each event. */
  readonly json: boolean;
  /** The folder of the runtime's state; `.tenantry` unless given. */
  readonly stateDir?: string;
  readonly print: (text: string) => void;
  /** Called once every event from now on is shown. */
  readonly opened: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Prints the events of tenants as they are on the bus of the local runtime, until the signal or the
 * end of the runtime.
 * @throws {Error} a sentence, when there is no runtime
 */
export const run = async ({ url, events, json, stateDir, print, opened, signal }: TapOptions): Promise<void> => {
  const { awsUrl } = await findRuntime(url, stateDir);
  const response = await fetch(`${awsUrl}${TAP_PATH}`, { signal }).catch((cause: unknown) => {
    throw new Error(`There is no local runtime at ${url}: it has ended.`, { cause });
  });
  if (!response.ok || response.body === null) throw new Error(`The local runtime at ${url} has no tap: it answered ${response.status}.`);
  const isWanted = (event: TenantryEvent) =>
    event.source === 'tenantry' && (events === undefined || matchesName(event['detail-type'], ...events));
  const show = (event: TenantryEvent) => (isWanted(event) ? print(json ? formatEventLine(event) : formatEvent(event)) : undefined);
  try {
    for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
      if (line === '') opened();
      else show(JSON.parse(line) as TenantryEvent);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
