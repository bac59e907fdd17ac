import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fetchKeys, type VerifiedWebhook, verifyWebhook } from '../../receiver/verify-webhook.ts';
import type { WireAnswer } from '../../testing/wire.ts';
import { type Journey, journey } from './journey.ts';
import type { Api } from './journey-api.ts';
import { createReseller, newOrganization, organizationsOf, unique } from './journey-entities.ts';
import type { Answer, Arrival, Respond } from './journey-receiver.ts';

/** The token of an endpoint unless another is given. */
export const TOKEN = 'token-of-a-webhook-endpoint';

type Body = WireAnswer['body'];

/** A reseller's own endpoint for the events of its organizations. */
export interface EndpointUnderTest {
  readonly id: string;
  readonly path: string;
  readonly reseller: string;
  /** Creates so many organizations, and waits for nothing; gives their ids. */
  happen(count: number): Promise<readonly string[]>;
  /** What came to it, taken or not. */
  arrivals(): readonly Arrival[];
  /**
   * The organizations whose webhooks it took with 2xx, each once, as a receiver that knows repeats
   * by `Webhook-Id` has them.
   */
  taken(): readonly string[];
  shown(): Promise<Body>;
  /** Its deliveries in the log, oldest first. */
  log(result?: string): Promise<readonly Body[]>;
  /** The state of its rule, if it has one. */
  rule(): string | undefined;
}

const RIGHTS = ['webhook:write', 'webhook:read', 'eventLog:read', 'reseller:organization:create'];

/** A journey with endpoints that behave as each test says; `api` is the operator's. */
export const webhookJourney = (options: { readonly clientTimeoutMs?: number } = {}) => {
  const behaviours = new Map<string, Respond>();
  const answers: { readonly arrival: Arrival; readonly answer: Answer }[] = [];
  const here = journey({
    ...options,
    respond: (arrival) => {
      const answer = behaviours.get(arrival.endpoint)?.(arrival) ?? 200;
      answers.push({ arrival, answer });
      return answer;
    },
  });

  const taken = (place: string): readonly string[] => {
    const took = answers.filter(({ arrival, answer }) => arrival.endpoint === place && typeof answer === 'number' && answer < 300);
    return [...new Map(took.map(({ arrival: { id, body } }) => [id, String(body.data.id)])).values()];
  };

  /**
   * Makes an endpoint at a place of the receiver, of a new reseller unless one is given, and waits
   * until it is set up.
   */
  const endpoint = async (place: string, { resellerId, ...fields }: { readonly resellerId?: string } = {}): Promise<EndpointUnderTest> => {
    const reseller = resellerId ?? (await createReseller(await here.as(['reseller:write'])));
    const api = await here.as(RIGHTS, { reseller });
    const url = `${here.system.receiver.url}/${place}`;
    const given = {
      name: unique('Endpoint'),
      url,
      token: TOKEN,
      events: ['reseller.organization.created'],
      ...fields,
    };
    const { headers, body } = await api.post('/v3/webhooks', given);
    await here.system.runtime.idle();
    const [id, path] = [String(body.id), String(headers.location)];
    return {
      id,
      path,
      reseller,
      taken: () => taken(place),
      arrivals: () => arrivalsAt(here, place),
      ...sightsOf(here, api, { id, path, reseller }),
    };
  };

  return { here, endpoint, behave: (place: string, respond: Respond) => void behaviours.set(place, respond), api: () => here.as(RIGHTS) };
};

const arrivalsAt = ({ system }: Journey, place: string) => system.receiver.arrivals.filter((arrival) => arrival.endpoint === place);

const sightsOf = ({ system }: Journey, api: Api, { id, path, reseller }: Pick<EndpointUnderTest, 'id' | 'path' | 'reseller'>) => ({
  async happen(count: number) {
    const made = Array.from({ length: count }, () => api.post(organizationsOf(reseller), newOrganization()));
    return (await Promise.all(made)).map(({ body }) => String(body.id));
  },
  shown: async () => (await api.get(path)).body,
  log: async (result?: string) =>
    (await api.get(`/v3/webhook-event-logs?webhookId=${id}${result === undefined ? '' : `&result=${result}`}`)).items,
  rule: () => resourcesOf({ system }, id).rules[0],
});

/** What EventBridge has of an endpoint: names of connections and destinations, states of rules. */
export const resourcesOf = ({ system }: Pick<Journey, 'system'>, id: string) => {
  const { eventBridge } = system.runtime;
  const NamePrefix = `tenantry-local-${id.replaceAll('-', '')}`;
  return {
    connections: (eventBridge.listConnections({ NamePrefix }).Connections ?? []).map(({ Name }) => String(Name)),
    destinations: (eventBridge.listApiDestinations({ NamePrefix }).ApiDestinations ?? []).map(({ Name }) => String(Name)),
    rules: (eventBridge.listRules({ NamePrefix, EventBusName: 'tenantry-local' }).Rules ?? []).map(({ State }) => String(State)),
  };
};

/** Verifies what arrived as a receiver with the endpoint's token would, by the published keys. */
export const verified = (
  { system }: Journey,
  { id, tenant, signature, token, body }: Arrival,
  expected = TOKEN,
): Promise<VerifiedWebhook> => {
  const known = { 'webhook-id': id, 'webhook-tenant': tenant, 'webhook-signature': signature };
  const headers = { ...known, ...(token !== undefined && { 'webhook-token': token }) };
  return verifyWebhook(headers, body, fetchKeys(`${system.runtime.url}/.well-known/webhook-keys.json`), { token: expected });
};

/**
 * Replays what the bus archived from a time on to an endpoint, as an operator does, and waits until
 * all has arrived.
 */
export const replayTo = async ({ system: { runtime } }: Journey, id: string, from: string): Promise<void> => {
  const env = { PATH: process.env.PATH, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const span = ['--from', from, '--to', new Date(Date.now() + 1000).toISOString()];
  const args = ['cli/tenantry.ts', 'replay', '--bus', 'tenantry-local', '--webhook', id, '--settle', '0', ...span];
  await promisify(execFile)(process.execPath, args, { env: { ...env, AWS_ENDPOINT_URL: runtime.awsUrl } });
  await runtime.idle();
};
