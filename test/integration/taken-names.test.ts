import { type Api, type Call, startApi } from './api.ts';
import { at, makeOrganization } from './organization-samples.ts';
import { refused } from './refusals.ts';
import { contact, fresh, makePartner, makeReseller, newOrganization, newPartner } from './samples.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const told = async (call: Call, code: 'name-taken' | 'user-name-taken', member: string): Promise<unknown> => {
  const { body } = await refused(api, call, code);
  expect(body.detail).toContain(String(body[member]));
  return body[member];
};

test('a partner that the caller may see is named as it spells itself, and any other as the caller does', async () => {
  const [above, other] = [await makePartner(api), await makePartner(api)];
  const [name, userName] = [`Crème ${fresh()}`, `Zoë ${fresh()}`];
  const { id } = await makePartner(api, above, { name, contact: contact({ userName }) });
  const [asked, askedUser] = [name.toUpperCase(), userName.toUpperCase()];
  const bound = (partnerId: number, permissions?: readonly string[]) =>
    api.bearer({ partner_id: partnerId, ...(permissions && { permissions: [...permissions] }) });
  const create = (parent: { readonly id: number }, fields: object, as?: string): Call => ({
    ...{ method: 'POST', path: '/v1/partners', body: newPartner({ parent: { id: parent.id }, ...fields }) },
    ...(as && { as }),
  });
  const user = { contact: contact({ userName: askedUser }) };

  expect(await told(create(above, { name: asked }), 'name-taken', 'name')).toBe(name);
  expect(await told({ ...create(above, { name: asked }), query: 'dryRun=true' }, 'name-taken', 'name')).toBe(name);
  expect(await told(create(above, { name: asked }, await bound(above.id)), 'name-taken', 'name')).toBe(name);
  expect(await told(create(above, user, await bound(above.id)), 'user-name-taken', 'userName')).toBe(userName);
  expect(await told(create(other, { name: asked }, await bound(other.id)), 'name-taken', 'name')).toBe(asked);
  expect(await told(create(other, user, await bound(other.id)), 'user-name-taken', 'userName')).toBe(askedUser);
  const blind = await bound(above.id, ['partner:create']);
  expect(await told(create(above, { name: asked }, blind), 'name-taken', 'name')).toBe(asked);

  const rename = async (of: number, as: string): Promise<Call> => ({
    method: 'PATCH',
    path: `/v1/partners/${of}`,
    body: { name: asked },
    as,
  });
  expect(await told(await rename(above.id, await bound(above.id)), 'name-taken', 'name')).toBe(name);
  expect(await told(await rename(other.id, await bound(other.id)), 'name-taken', 'name')).toBe(asked);
  const joining = async (of: number): Promise<Call> => ({
    ...{ method: 'POST', path: `/v1/partners/${of}/contacts`, body: contact({ userName: askedUser }), as: await bound(of) },
  });
  expect(await told(await joining(id), 'user-name-taken', 'userName')).toBe(userName);
  expect(await told(await joining(other.id), 'user-name-taken', 'userName')).toBe(askedUser);
});

test('an organization is named as it spells itself, to whoever may read organizations', async () => {
  const reseller = await makeReseller(api);
  const [name, asked] = ['Crème Ltd', 'CRÈME LTD'];
  await makeOrganization(api, reseller, { name });
  const other = await makeOrganization(api, reseller);
  const body = newOrganization({ name: asked });
  const calls: readonly Call[] = [
    { method: 'POST', path: at(reseller), body },
    { method: 'POST', path: at(reseller), query: 'dryRun=true', body },
    { method: 'PATCH', path: at(reseller, other.id), body: { name: asked } },
    { method: 'PUT', path: at(reseller, 'by-external-id/x'), body },
  ];
  const permissions = ['reseller:organization:create', 'reseller:organization:update'];
  const blind = await api.bearer({ reseller_id: reseller, permissions });
  for (const call of calls) {
    expect(await told(call, 'name-taken', 'name')).toBe(name);
    expect(await told({ ...call, as: blind }, 'name-taken', 'name')).toBe(asked);
  }
  for (const query of ['', 'dryRun=true']) {
    const { body: answer } = await api.post(`${at(reseller)}:batch`, { organizations: [body] }, { query });
    expect((query ? (answer.body as typeof answer) : answer).results).toMatchObject([{ status: 409, body: { name } }]);
  }
});
