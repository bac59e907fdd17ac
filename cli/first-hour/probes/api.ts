import { randomUUID } from 'node:crypto';
import { parseObject } from '../../doctor/http/api.ts';
import type { Answer, Probe } from '../probe.ts';
import type { Site } from '../site.ts';

const NAMES = ['www-authenticate', 'x-amzn-remapped-www-authenticate', 'x-www-authenticate'];

/**
 * Asks what an HTTP API makes of the challenge of a 401, and whether the rights of the functions
 * hold for queries of an index.
 */
export const apiProbes = (site: Pick<Site, 'api' | 'token' | 'receiver'>): readonly Probe[] => [
  {
    name: 'challenge of a 401, mapped',
    assumed: 'www-authenticate, x-www-authenticate',
    source: 'HTTP API developer guide, "Reserved headers": it may be written by parameter mapping; that it stays is our reading',
    ask: () => probeChallenge(`${site.api.url}/v3/resellers`, 'www-authenticate, x-www-authenticate'),
  },
  {
    name: 'challenge of a 401, unmapped',
    assumed: 'www-authenticate',
    source: 'no document for HTTP APIs; REST APIs and function URLs rename it to x-amzn-remapped-www-authenticate',
    ask: () => probeChallenge(`${site.receiver}/status/401`, 'www-authenticate'),
  },
  {
    name: 'leading key of an index query',
    assumed: 'list 200, move 200, event log 200',
    source: "DynamoDB developer guide on dynamodb:LeadingKeys says partition key and not whether the table's or the index's",
    ask: () => probeIndexQueries(site),
  },
];

const probeChallenge = async (url: string, assumed: string): Promise<Answer> => {
  const { status, headers } = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (status !== 401) throw new Error(`GET ${url} answers ${status}`);
  const seen = NAMES.filter((name) => headers.has(name)).join(', ') || 'none';
  return { seen, isAsAssumed: seen === assumed };
};

/** Lists the children of a partner, moves a branch and reads the event log: each reads an index. */
const probeIndexQueries = async ({ api, token: tokenOf }: Pick<Site, 'api' | 'token'>): Promise<Answer> => {
  const token = await tokenOf();
  const create = async (parent?: number): Promise<number> => {
    const { status, text } = await api.send('POST', '/v1/partners', { token, body: partner(parent) });
    if (status !== 201) throw new Error(`POST /v1/partners answers ${status} ${String(parseObject(text).code ?? '')}`.trim());
    return Number(parseObject(text).id);
  };
  const root = await create();
  const [branch, to] = [await create(root), await create(root)];
  await create(branch);
  const statuses = [
    `list ${(await api.send('GET', `/v1/partners?partner=${root}`, { token })).status}`,
    `move ${(await api.send('PATCH', `/v1/partners/${branch}`, { token, body: { parent: { id: to } } })).status}`,
    `event log ${(await api.send('GET', '/v3/event-logs', { token })).status}`,
  ];
  const seen = statuses.join(', ');
  return { seen, isAsAssumed: seen === 'list 200, move 200, event log 200' };
};

const partner = (parent: number | undefined) => ({
  name: `First hour ${randomUUID()}`,
  ...(parent !== undefined && { parent: { id: parent } }),
  contact: {
    ...{ userName: `first-hour-${randomUUID()}`, firstName: 'First', lastName: 'Hour' },
    ...{ email: 'first-hour@tenantry.invalid', phone: '+14155552671', userRole: 'Partner Supervisor', sendWelcomeEmail: false },
  },
});
