import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Issuer } from '../../local/keys.ts';
import type { PlannedEndpoint } from './webhook-plan.ts';

const BATCH = 100;
// As many as the runtime runs of one function at once.
const MOST_AT_ONCE = 8;
const MOST_ATTEMPTS = 10;

interface Answer {
  readonly body: unknown;
  /** The address of the next page of a list. */
  readonly next: string | undefined;
}

interface RowResult {
  readonly status: number;
  readonly body: { readonly id: string };
}

/** Creates the requests of the benchmark, which make everything over the API, a few at a time. */
export const webhookLoad = (url: string, issuer: Pick<Issuer, 'mintToken'>, atOnce = MOST_AT_ONCE) => {
  const fewAtOnce = inTurn(atOnce);
  const permissions = ['reseller:write', 'reseller:organization:create', 'webhook:write', 'webhook:read'];
  const operator = issuer.mintToken({ permissions, expiresInSeconds: 7200 });
  const tokenOf = (reseller: string) => issuer.mintToken({ permissions, reseller, expiresInSeconds: 7200 });

  const call = async (token: Promise<string> | string, path: string, body?: object): Promise<Answer> => {
    const authorization = `Bearer ${await token}`;
    const headers = { authorization, 'content-type': 'application/json', ...(body && { 'idempotency-key': randomUUID() }) };
    const send = () => fetch(`${url}${path}`, { method: body ? 'POST' : 'GET', headers, ...(body && { body: JSON.stringify(body) }) });
    let response = await send();
    // A busy machine says so; with its key a request may be repeated.
    for (let attempt = 1; response.status === 503 && attempt < MOST_ATTEMPTS; attempt += 1) {
      await response.arrayBuffer();
      await delay(1000);
      response = await send();
    }
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return { body: answer, next: /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] };
  };

  return {
    /** Answers their ids. */
    makeResellers: (count: number): Promise<readonly string[]> =>
      fewAtOnce(Array.from({ length: count }), async (_, index) => {
        const reseller = { name: `Reseller ${index}`, email: 'r@example.com', allowedUsers: -1, allowedOrganizations: -1 };
        const { body } = await call(operator, '/v3/resellers', reseller);
        return String((body as { readonly id: string }).id);
      }),

    makeEndpoints: (endpoints: readonly PlannedEndpoint[], resellers: readonly string[], urlOf: (endpoint: PlannedEndpoint) => string) =>
      fewAtOnce(endpoints, (endpoint) => {
        const resellerId = endpoint.reseller === undefined ? undefined : (resellers[endpoint.reseller] ?? '');
        const body = { name: `Endpoint ${endpoint.index}`, url: urlOf(endpoint), token: endpoint.token, events: [endpoint.subscription] };
        if (endpoint.own && resellerId !== undefined) return call(tokenOf(resellerId), '/v3/webhooks', body);
        return call(operator, '/v3/webhooks', { ...body, ...(resellerId !== undefined && { resellerId }) });
      }),

    /** Counts the endpoints of each status. */
    async statuses(): Promise<Readonly<Record<string, number>>> {
      const counts: Record<string, number> = {};
      for (let path: string | undefined = '/v3/webhooks?limit=100'; path; ) {
        const page = await call(operator, path);
        for (const { status } of page.body as readonly { readonly status: string }[]) counts[status] = (counts[status] ?? 0) + 1;
        path = page.next;
      }
      return counts;
    },

    /**
     * Makes them by the batch route, in turn over the resellers; answers the index of each one's
     * reseller by its id.
     */
    async makeOrganizations(count: number, resellers: readonly string[]): Promise<ReadonlyMap<string, number>> {
      const made = new Map<string, number>();
      const batches = Array.from({ length: Math.ceil(count / BATCH) }, (_, batch) => Math.min(BATCH, count - batch * BATCH));
      await fewAtOnce(batches, async (size, batch) => {
        const reseller = batch % resellers.length;
        let rows = Array.from({ length: size }, (_, row) => organization(batch * BATCH + row));
        // A row that was not reached in time is to be repeated with its key.
        while (rows.length > 0) {
          const { body } = await call(operator, `/v3/resellers/${resellers[reseller]}/organizations:batch`, { organizations: rows });
          const { results } = body as { readonly results: readonly RowResult[] };
          for (const { status, body } of results) if (status === 201) made.set(body.id, reseller);
          rows = rows.filter((_, row) => results[row]?.status === 503);
        }
      });
      return made;
    },
  };
};

const organization = (index: number) => ({
  name: `Organization ${index}`,
  email: 'o@example.com',
  allowedUsers: 1,
  idempotencyKey: `organization-${index}`,
});

/** Creates a function that works on all items, a few at a time; it returns the results in order. */
const inTurn =
  (atOnce: number) =>
  async <T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<readonly R[]> => {
    const results: R[] = [];
    const waiting = items.entries();
    const worker = async (): Promise<void> => {
      for (const [index, item] of waiting) results[index] = await work(item, index);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return results;
  };
