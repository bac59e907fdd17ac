import vectors from '../../../docs/webhook-vectors.json' with { type: 'json' };
import { fetchKeys, verifyWebhook, WebhookVerificationError } from '../../../receiver/verify-webhook.ts';

/** A webhook as it arrives at a receiver, and how the receiver is told to verify it. */
export interface Case {
  readonly name: string;
  readonly headers: readonly (readonly [name: string, values: readonly string[]])[];
  /** In base64, because it need not be text. */
  readonly body: string;
  readonly keys: unknown;
  readonly tokens: readonly string[] | null;
  readonly seen: readonly string[];
  readonly v1aBefore: string | null;
  /** Milliseconds, for the age of fetched keys. */
  readonly now: number;
}

/** Webhooks that one receiver gets in this order; `url` is the address of its keys. */
export interface Cases {
  readonly url: string | null;
  readonly cases: readonly Case[];
}

/**
 * What a receiver made of a webhook: the code of the refusal, the message of another error, or what
 * it verified.
 */
export type Outcome = { readonly code: string } | { readonly error: string } | { readonly id: string; readonly [member: string]: unknown };

type Given = { readonly headers: object; readonly body: string | Uint8Array };

const [first] = vectors.verified;

/** The first of the vectors. */
export const SAMPLE: Given & typeof first = first as NonNullable<typeof first>;

/** Returns a case of a webhook, with what else matters to it. */
export const caseOf = (name: string, { headers, body }: Given, change: Partial<Case> = {}): Case => ({
  name,
  headers: Object.entries(headers).map(([header, value]: readonly [string, string]) => [header, [value]]),
  body: Buffer.from(body).toString('base64'),
  keys: vectors.keys,
  tokens: null,
  seen: [],
  v1aBefore: null,
  now: 1_800_000_000_000,
  ...change,
});

/** What `receiver/verify-webhook.ts` makes of the cases: the other receivers are to do the same. */
export const expectedOutcomes = async ({ url, cases }: Cases): Promise<readonly Outcome[]> => {
  let now = 0;
  const fetched = url === null ? undefined : fetchKeys(url, { now: () => now });
  const outcomes: Outcome[] = [];
  for (const { headers, body, keys, tokens, seen, v1aBefore, now: at } of cases) {
    now = at;
    const options = { token: tokens, seen: (id: string) => seen.includes(id), ...(v1aBefore === null ? {} : { v1aBefore }) };
    const given = Object.fromEntries(headers);
    try {
      outcomes.push({ ...(await verifyWebhook(given, Buffer.from(body, 'base64'), fetched ?? (keys as never), options)) });
    } catch (error) {
      outcomes.push(error instanceof WebhookVerificationError ? { code: error.code } : { error: (error as Error).message });
    }
  }
  return outcomes;
};
