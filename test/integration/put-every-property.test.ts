import type { Item } from '../../functions/shared/table/transaction.ts';
import { changedOf, contractOf, entitySchema, probeContracts } from '../support/probed-contracts.ts';
import { sampleValue } from '../support/sample-value.ts';
import { shown } from '../support/states.ts';
import { type Api, startApi } from './api.ts';
import { fresh } from './samples.ts';

let api: Api;

beforeAll(async () => {
  probeContracts();
  api = await startApi();
}, 60_000);
afterAll(() => api.stop());

const KINDS = [
  ['partner', 'putPartner', 'getPartner', '/v1/partners', { parent: undefined }],
  ['reseller', 'putReseller', 'getReseller', '/v3/resellers', {}],
] as const;

test.each(KINDS)('a %s that is put, and put again, has every property of the last', async (_, put, get, path, fixed) => {
  const externalId = fresh('external');
  let id: unknown;
  for (const turn of [1, 2]) {
    const { contact, ...sample } = { ...(sampleValue(changedOf(put), turn) as Item), externalId, ...fixed } as Item;
    const { id: __, ...person } = (contact ?? {}) as Item;
    const state = { ...sample, ...(contact !== undefined && { contact: { ...person, userRole: 'Partner Supervisor', isActive: true } }) };
    const { status, body } = await api.put(`${path}-by-external-id/${externalId}`, state);
    expect([status, body]).toEqual([turn === 1 ? 201 : 200, expect.objectContaining({ probe: sample.probe })]);
    id ??= body.id;
    expect(body.id).toBe(id);
    const answer = (await api.get(`${path}/${id}`)).body;
    expect(answer).toMatchObject(shown(entitySchema(contractOf(get)), JSON.parse(JSON.stringify(state))));
  }
});
