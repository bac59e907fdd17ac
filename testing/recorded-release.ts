import { readdirSync, readFileSync } from 'node:fs';
import type { Item } from '../functions/shared/table/transaction.ts';
import type { KeySet } from '../receiver/verify-webhook.ts';

/** The folder with one folder for each recorded release. */
export const RELEASES = new URL('releases/', import.meta.url);

/** A request; `as` is its Authorization header, the operator's when absent, `null` for none. */
export interface RecordedCall {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly as?: string | null;
}

/** A request, and what was answered of it that must not change. */
export interface RecordedAnswer {
  readonly call: RecordedCall;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** The partners that later requests name. */
export interface PartnerScene {
  /** A root, and the partner below it. */
  readonly root: number;
  readonly child: number;
  /** A contact of the root that has set a password. */
  readonly contact: number;
  /** A contact that was sent a link, and its token. */
  readonly link: { readonly userName: string; readonly token: string };
  /** `Authorization` headers of users of the root. */
  readonly users: { readonly contact: string; readonly credential: string };
}

/** The resellers that later requests name. */
export interface ResellerScene {
  readonly reseller: string;
  /** An organization with every field, one that is deleted, and the last one. */
  readonly organization: string;
  readonly deleted: string;
  readonly last: string;
}

/** The endpoints that later requests name. */
export interface WebhookScene {
  /** An endpoint that moved, one that waits for the reconciler, and one that is suspended. */
  readonly moved: string;
  readonly pending: string;
  readonly suspended: string;
  readonly delivery: string;
  readonly client: string;
}

/** The traces of the scenario, beside the items. */
export interface Played {
  readonly partners: PartnerScene;
  readonly resellers: ResellerScene;
  readonly webhooks: WebhookScene;
  /** Requests of the operator at the end, with their answers. */
  readonly reads: readonly RecordedAnswer[];
  /** Keyed requests, to be repeated. */
  readonly replays: readonly RecordedAnswer[];
}

/** The items that a release leaves in a table, and what its handlers answer of them. */
export interface RecordedItems extends Played {
  readonly recordedAt: string;
  readonly items: readonly Item[];
}

/** An event as a consumer of the bus gets it. */
export type RecordedEvent = Readonly<Record<string, unknown>> & { readonly detail: EventDetail };

interface EventDetail {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly payload: { readonly event: string };
}

/** One event of each name, with the keys that verify them. */
export interface RecordedEvents {
  readonly keys: KeySet;
  /** The paths of a webhook's headers in its event. */
  readonly headers: Readonly<Record<string, string>>;
  readonly events: readonly RecordedEvent[];
}

/** Orders versions as Semantic Versioning does, except among pre-releases of one version. */
export const compareVersions = (one: string, other: string): number => {
  const parts = (version: string) => version.split('-', 1)[0]?.split('.').map(Number) ?? [];
  const [left, right] = [parts(one), parts(other)];
  const difference = left.map((part, index) => part - (right[index] ?? 0)).find((each) => each !== 0);
  return difference ?? Number(other.includes('-')) - Number(one.includes('-'));
};

/** Returns the last recorded release. */
export const latestRelease = (): string => {
  const [latest] = readdirSync(RELEASES).toSorted((one, other) => compareVersions(other, one));
  if (latest === undefined) throw new Error('No release is recorded: run npm run record-release');
  return latest;
};

/** Reads a file of the last recorded release. */
export const readRecorded = <T>(file: string): T => JSON.parse(readFileSync(new URL(`${latestRelease()}/${file}`, RELEASES), 'utf8')) as T;

/** Returns a webhook as EventBridge makes it of an event. */
export const webhookOf = (event: RecordedEvent, headers: RecordedEvents['headers']) => {
  const valueAt = (path: string): string =>
    String(
      path
        .split('.')
        .slice(1)
        .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>>)[name], event),
    );
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, path]) => [name, valueAt(path)])),
    body: JSON.stringify(event.detail.payload),
  };
};
