/**
 * Counts what each operation costs: DynamoDB round trips and consumed capacity units, through the
 * real handlers, with credentials cached. The units are the native engine's, or that of
 * `DYNAMODB_ENDPOINT`: AWS's own counts 18 write units for a keyed create where that counts 15.
 * The bounds are those of the native engine, and exact; `--record` writes them anew.
 */
import { PERMISSIONS } from '../functions/shared/contract/permissions.ts';
import { httpEvent } from '../testing/http-event.ts';
import { startIssuer } from '../testing/issuer.ts';
import { startTable } from '../testing/table.ts';
import { countingProxy } from './counting-proxy.ts';
import { type OperationCost, recordOperations } from './shared/bounds.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';

const [table, issuer] = await Promise.all([startTable(), startIssuer()]);
const proxy = await countingProxy(table.url);
Object.assign(process.env, table.environment, issuer.environment, { AWS_ENDPOINT_URL_DYNAMODB: proxy.url, LOG_LEVEL: 'SILENT' });

type Handler = (event: object, context: object) => Promise<{ readonly statusCode?: number; readonly body?: string }>;
const load = async (file: string): Promise<Handler> => ((await import(`../functions/${file}.ts`)) as { handler: Handler }).handler;

const bearer = `Bearer ${await issuer.token({ permissions: [...PERMISSIONS] })}`;
const rows: object[] = [];
const operations: Record<string, OperationCost> = {};

const measure = async (name: string, file: string, request: Parameters<typeof httpEvent>[0]): Promise<Record<string, unknown>> => {
  const handler = await load(file);
  proxy.take();
  const answer = await handler(httpEvent({ ...request, headers: { authorization: bearer, ...request.headers } }), {});
  const calls = proxy.take();
  const units = (kind: RegExp) => calls.filter(({ action }) => kind.test(action)).reduce((sum, call) => sum + call.units, 0);
  const cost = { trips: calls.length, read: units(/Get|Query/), write: units(/Write/) };
  operations[name] = cost;
  rows.push({
    operation: name,
    status: answer.statusCode,
    'round trips': cost.trips,
    'read units': cost.read,
    'write units': cost.write,
    calls: calls.map(({ action }) => action).join(' '),
  });
  return JSON.parse(answer.body ?? '{}') as Record<string, unknown>;
};

const contact = (userName: string) => ({
  userName,
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  phone: '+14155552671',
  userRole: 'Partner User',
});
const post = (path: string, body: object, key?: string) => ({ method: 'POST', path, body, headers: key ? { 'idempotency-key': key } : {} });

try {
  const root = await measure('create root partner', 'partners/create', post('/v1/partners', { name: 'Root', contact: contact('root') }));
  const parent = { id: root.id };
  const a = await measure(
    'create partner by parent id',
    'partners/create',
    post('/v1/partners', { name: 'A', parent, contact: contact('a') }),
  );
  const b = await measure(
    'create partner by parent name',
    'partners/create',
    post('/v1/partners', { name: 'B', parent: { name: 'root' }, contact: contact('b') }),
  );
  const of = (id: unknown) => ({ pathParameters: { id: String(id) } });
  await measure('get partner', 'partners/get', { path: '/v1/partners/1', ...of(a.id) });
  await measure('list children', 'partners/list', { path: '/v1/partners', query: `partner=${root.id}` });
  await measure('look up by reference', 'partners/list', { path: '/v1/partners', query: `reference=${a.reference}` });
  const patch = (id: unknown, body: object) => ({ method: 'PATCH', path: `/v1/partners/${id}`, ...of(id), body });
  await measure('change a field', 'partners/update', patch(a.id, { billingId: 'B-1' }));
  await measure('rename', 'partners/update', patch(a.id, { name: 'Another' }));
  await measure('rename to the same name', 'partners/update', patch(a.id, { name: 'Another' }));
  await measure('move a branch of one', 'partners/update', patch(a.id, { parent: { id: b.id } }));
  await measure('create contact', 'partners/contacts/create', { ...post(`/v1/partners/${a.id}/contacts`, contact('c')), ...of(a.id) });
  await measure('create API credential', 'partners/credentials/create', {
    ...post(`/v1/partners/${a.id}/credentials`, { userRole: 'Partner User' }),
    ...of(a.id),
  });
  const reseller = { name: 'R', email: 'r@example.com', allowedUsers: -1, allowedOrganizations: -1 };
  const { id } = await measure('create reseller', 'resellers/create', post('/v3/resellers', reseller));
  const path = `/v3/resellers/${id}/organizations`;
  const pathParameters = { resellerId: String(id) };
  const organization = (name: string) => ({ name, email: 'o@example.com', allowedUsers: 1 });
  await measure('create organization', 'organizations/create', { ...post(path, organization('O')), pathParameters });
  await measure('create organization, keyed', 'organizations/create', { ...post(path, organization('K'), 'key'), pathParameters });
  await measure('create organization, replayed', 'organizations/create', { ...post(path, organization('K'), 'key'), pathParameters });
  await measure('create organization, name taken', 'organizations/create', { ...post(path, organization('o')), pathParameters });
  const made = await measure('create organization with external id', 'organizations/create', {
    ...post(path, { ...organization('X'), externalId: 'x' }),
    pathParameters,
  });
  const one = { path: `${path}/${made.id}`, pathParameters: { ...pathParameters, id: String(made.id) } };
  await measure('get organization', 'organizations/get', one);
  await measure('list organizations', 'organizations/list', { path, pathParameters });
  for (const query of ['name=o', 'externalId=x', 'email=o@example.com', 'search=x']) {
    await measure(`list organizations by ${query}`, 'organizations/list', { path, pathParameters, query });
  }
  await measure('rename organization', 'organizations/update', { ...one, method: 'PATCH', body: { name: 'Y' } });
  const byExternalId = { path: `${path}/by-external-id/x`, pathParameters: { ...pathParameters, externalId: 'x' } };
  await measure('put organization', 'organizations/put', { ...byExternalId, method: 'PUT', body: organization('Z') });
  await measure('put organization, unchanged', 'organizations/put', { ...byExternalId, method: 'PUT', body: organization('Z') });
  await measure('delete organization', 'organizations/delete', { ...one, method: 'DELETE' });
  await measure('get deleted organization', 'organizations/get', one);
  const restored = { ...pathParameters, id: `${made.id}:restore` };
  await measure('restore organization', 'organizations/restore', { ...post(`${one.path}:restore`, {}), pathParameters: restored });
  const ten = Array.from({ length: 10 }, (_, row) => organization(`Row ${row}`));
  const batch = { path: `${path}:batch`, pathParameters: { ...pathParameters, collection: 'organizations:batch' } };
  await measure('batch of ten', 'organizations/batch', { ...post(batch.path, { organizations: ten }), ...batch });
  await measure('dry run of a batch of ten', 'organizations/batch', {
    ...post(batch.path, { organizations: ten }),
    ...batch,
    query: 'dryRun=true',
  });
  const ofReseller = { path: `/v3/resellers/${id}`, pathParameters };
  await measure('change reseller', 'resellers/update', { ...ofReseller, method: 'PATCH', body: { allowedOrganizations: 100 } });
  await measure('get limits', 'resellers/limits-get', { ...ofReseller, path: `${ofReseller.path}/limits` });
  await measure('list resellers', 'resellers/list', { path: '/v3/resellers' });
  console.table(rows);
  const options = benchOptions();
  if (options.record) recordOperations(operations);
  report('cost', { rows, ...(process.env.DYNAMODB_ENDPOINT === undefined && { operations }) }, options);
} finally {
  proxy.stop();
  await Promise.all([table.stop(), issuer.stop()]);
}
// The handlers keep their connections.
process.exit();
