import type { PartnerScene, Played, RecordedAnswer, ResellerScene } from '../../testing/recorded-release.ts';
import type { Answer, Api, Call } from '../integration/api.ts';
import { playPartners } from './scenario-partners.ts';
import { playResellers } from './scenario-resellers.ts';
import { playWebhooks } from './scenario-webhooks.ts';

// Others differ with each request, or with the cursor that they hold.
const HEADERS = ['content-type', 'etag', 'location'];

/** Returns what is recorded of an answer. */
export const recordedAnswer = (call: Call, { status, headers, text }: Answer): RecordedAnswer => ({
  ...{ call, status },
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => HEADERS.includes(name))),
  body: text === undefined ? null : (JSON.parse(text) as unknown),
});

/** Plays the scenario through the handlers. */
export const play = async (api: Api): Promise<Played> => {
  const partners = await playPartners(api);
  const resellers = await playResellers(api);
  const webhooks = await playWebhooks(api, { reseller: resellers.reseller, partner: partners.root });
  const answered = async (calls: readonly Call[]): Promise<readonly RecordedAnswer[]> => {
    const answers: RecordedAnswer[] = [];
    for (const call of calls) answers.push(recordedAnswer(call, await api.send(call)));
    return answers;
  };
  const replays = await answered(keyedCalls(resellers));
  const reads = await answered([...readCalls({ partners, resellers, webhooks }), ...(await nextPages(api, LISTS(partners, resellers)))]);
  return { partners, resellers, webhooks, reads, replays };
};

const keyed = (path: string, body: unknown, key: string): Call => ({ method: 'POST', path, body, headers: { 'idempotency-key': key } });

const keyedCalls = ({ reseller }: ResellerScene): readonly Call[] => [
  keyed('/v3/resellers', { name: 'Woodgrove', email: 'ops@woodgrove.example', allowedUsers: 1, allowedOrganizations: 1 }, 'key-1'),
  keyed(`/v3/resellers/${reseller}/organizations`, { name: 'Lucerne', email: 'it@lucerne.example', allowedUsers: 1 }, 'key-2'),
];

const LISTS = ({ root }: PartnerScene, { reseller }: ResellerScene): readonly string[] => [
  '/v1/partners',
  `/v1/partners/${root}/contacts`,
  '/v3/resellers',
  `/v3/resellers/${reseller}/organizations`,
  '/v3/event-logs',
  '/v3/webhooks',
];

type Scenes = Pick<Played, 'partners' | 'resellers' | 'webhooks'>;

const readCalls = ({ partners, resellers, webhooks }: Scenes): readonly Call[] => {
  const { root, child, contact, users } = partners;
  const path = `/v3/resellers/${resellers.reseller}`;
  return [
    ...LISTS(partners, resellers).map((list): Call => ({ path: list, query: 'limit=2' })),
    { path: `/v1/partners/${root}` },
    { path: `/v1/partners/${child}` },
    { path: `/v1/partners/${child}`, as: users.contact },
    { path: `/v1/partners/${child}`, as: users.credential },
    { path: '/v1/partners', query: `partner=${root}` },
    { path: '/v1/partners', query: 'name=contoso%20gro%C3%9Fhandel' },
    { path: '/v1/partners', query: 'reference=CRM-1' },
    { path: `/v1/partners/${root}/contacts/${contact}` },
    { path: `/v1/partners/${root}/credentials` },
    { path },
    { path: `${path}/limits` },
    { path: '/v3/resellers', query: 'email=ops@adatum.example' },
    { path: '/v3/resellers', query: 'name=adatum%20vertrieb' },
    { path: '/v3/resellers', query: 'externalId=erp-7' },
    { path: `${path}/organizations/${resellers.organization}` },
    { path: `${path}/organizations/${resellers.deleted}` },
    { path: `${path}/organizations`, query: 'search=lit' },
    { path: `${path}/organizations`, query: 'email=it-0@litware.example' },
    { path: `${path}/organizations`, query: 'externalId=erp-1' },
    { path: `${path}/organizations`, query: 'deleted=true' },
    { path: '/v3/event-logs', query: `resource=organization&resourceId=${resellers.organization}&limit=2` },
    { path: `/v3/webhooks/${webhooks.moved}` },
    { path: `/v3/webhooks/${webhooks.suspended}` },
    { path: '/v3/webhook-event-logs' },
    { path: `/v3/webhook-event-logs/${webhooks.delivery}` },
    { path: '/.well-known/webhook-keys.json' },
  ];
};

/** Returns the requests of second pages: their cursors outlive a deployment. */
const nextPages = async (api: Api, lists: readonly string[]): Promise<readonly Call[]> => {
  const calls: Call[] = [];
  for (const path of lists) {
    const { headers } = await api.get(path, { query: 'limit=1' });
    const [, query] = /\?([^>]+)>; rel="next"/.exec(String(headers.link)) ?? [];
    if (query !== undefined) calls.push({ path, query });
  }
  return calls;
};
