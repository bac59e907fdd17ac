import { journey } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import { refusal } from '../support/journey-partners.ts';
import { byExternalId, createOrganization, idsOf, organization, RESELLER_RIGHTS, reseller } from '../support/journey-resellers.ts';

const here = journey();
const operator = () => here.as(RESELLER_RIGHTS);

describe('the paths with a verb', () => {
  const scene = async () => {
    const api = await operator();
    const resellerId = await createReseller(api);
    const { id } = await createOrganization(api, resellerId);
    const send = (method: string, rest: string) => {
      const payload = method === 'GET' || method === 'DELETE' ? {} : { payload: '{}' };
      return api.send({ method, path: reseller(resellerId) + rest, headers: { 'content-type': 'application/json' }, ...payload });
    };
    return { api, resellerId, id, send };
  };

  test.each([':restore', '%3Arestore', '%3arestore'])('%s restores', async (verb) => {
    const { api, resellerId, id, send } = await scene();
    expect(refusal(await send('POST', `/organizations/${id}:restore`))).toEqual([409, 'organization-not-deleted']);
    await api.delete(organization(resellerId, id));
    expect(await send('POST', `/organizations/${id}${verb}`)).toMatchObject({
      status: 200,
      body: { id },
    });
  });

  test.each([':batch', '%3Abatch', '%3abatch'])('organizations%s takes a batch', async (verb) => {
    const { api, resellerId } = await scene();
    const { status, body } = await api.post(`${organizationsOf(resellerId)}${verb}`, { organizations: [newOrganization()] });
    expect([status, body.results]).toEqual([207, [expect.objectContaining({ status: 201 })]]);
  });

  test.each(['GET', 'PATCH', 'PUT', 'DELETE'])('%s of one is 405 and told what it takes', async (method) => {
    const { id, send } = await scene();
    for (const path of [
      `/organizations/${id}:restore`,
      `/organizations/${id}%3Arestore`,
      '/organizations:batch',
      '/organizations%3Abatch',
    ]) {
      const answer = await send(method, path);
      expect([path, answer.headers.allow, ...refusal(answer)]).toEqual([path, 'POST', 405, 'method-not-allowed']);
    }
  });

  test.each([
    ...[':destroy', ':Restore', ':restore:', ':', ':restore%20', ':restore/', ':restore/again', ':batch'].map(
      (verb) => `/organizations/ID${verb}`,
    ),
    ...['/organizations/:restore', '/organizations:destroy', '/organizations:', '/Organizations:batch', '/limits:batch', '/:batch'],
    ...['/organizations:batch/', '/organizations:restore', '/nothing', '/organizations/by-external-id/'],
  ])('POST %s is no route', async (path) => {
    const { id, send } = await scene();
    expect(refusal(await send('POST', path.replace('ID', id)))).toEqual([404, 'route-not-found']);
  });

  test.each(['GET', 'PATCH', 'DELETE'])('%s with a verb that is none is no route either', async (method) => {
    const { id, send } = await scene();
    expect(refusal(await send(method, `/organizations/${id}:destroy`))).toEqual([404, 'route-not-found']);
  });

  test.each([
    ['POST', '/organizations/ID', 'GET, HEAD, PATCH, DELETE'],
    ['POST', '/organizations/ID%253Arestore', 'GET, HEAD, PATCH, DELETE'],
    ['PUT', '/organizations/ID', 'GET, HEAD, PATCH, DELETE'],
    ['PUT', '/organizations', 'POST, GET, HEAD'],
    ['POST', '/limits', 'GET, HEAD'],
    ['POST', '', 'GET, HEAD, PATCH, DELETE'],
    ['POST', '/organizations/by-external-id/x:restore', 'PUT'],
    ['GET', '/organizations/by-external-id/x', 'PUT'],
  ])('%s %s is 405 and told that it takes %s', async (method, path, allow) => {
    const { id, send } = await scene();
    const answer = await send(method, path.replace('ID', id));
    expect([answer.headers.allow, ...refusal(answer)]).toEqual([allow, 405, 'method-not-allowed']);
  });
});

/** A request of every operation below a reseller, about an organization of it. */
const requests = (api: Api, resellerId: string, id: string) => ({
  listResellers: () => api.get('/v3/resellers'),
  updateReseller: () => api.patch(reseller(resellerId), { description: 'Ours' }),
  deleteReseller: () => api.delete(reseller(resellerId)),
  getResellerLimits: () => api.get(`${reseller(resellerId)}/limits`),
  listOrganizations: () => api.get(organizationsOf(resellerId)),
  listDeleted: () => api.get(`${organizationsOf(resellerId)}?deleted=true`),
  batchOrganizations: () => api.post(`${organizationsOf(resellerId)}:batch`, { organizations: [newOrganization()] }),
  dryRunBatch: () => api.post(`${organizationsOf(resellerId)}:batch?dryRun=true`, { organizations: [newOrganization()] }),
  putOrganization: () => api.put(byExternalId(resellerId, 'secret-1'), newOrganization()),
  getOrganization: () => api.get(organization(resellerId, id)),
  updateOrganization: () => api.patch(organization(resellerId, id), { description: 'Ours' }),
  deleteOrganization: () => api.delete(organization(resellerId, id)),
  restoreOrganization: () => api.send({ method: 'POST', path: `${organization(resellerId, id)}:restore` }),
});

describe('a token bound to another reseller', () => {
  const marks = { name: unique('Secretive'), description: 'unlisted', externalId: 'secret-1' };

  test('is refused on every route below a reseller, with nothing of it', async () => {
    const api = await operator();
    const [own, other] = [await createReseller(api), await createReseller(api)];
    const { id } = await createOrganization(api, other, marks);
    const bound = requests(await here.as(RESELLER_RIGHTS, { reseller: own }), other, id);
    for (const [operation, send] of Object.entries(bound)) {
      const answer = await send();
      expect([operation, ...refusal(answer)]).toEqual([operation, 403, 'foreign-tenant']);
      for (const mark of Object.values(marks)) expect(answer.text).not.toContain(mark);
    }
    expect((await api.get(organization(other, id))).body).toMatchObject({ ...marks, version: 1 });
  });

  test("does not find another reseller's organization below its own, deleted or not, by its id or its external id", async () => {
    const api = await operator();
    const [own, other] = [await createReseller(api), await createReseller(api)];
    const { id } = await createOrganization(api, other, marks);
    const bound = await here.as(RESELLER_RIGHTS, { reseller: own });
    for (const isDeleted of [false, true]) {
      if (isDeleted) await api.delete(organization(other, id));
      const { getOrganization, updateOrganization, deleteOrganization, restoreOrganization } = requests(bound, own, id);
      for (const send of [getOrganization, updateOrganization, deleteOrganization, restoreOrganization]) {
        expect(refusal(await send())).toEqual([404, 'organization-not-found']);
      }
      for (const query of ['deleted=true', 'externalId=secret-1', `search=${encodeURIComponent(marks.name)}`]) {
        expect(idsOf(await bound.get(`${organizationsOf(own)}?${query}`))).toEqual([]);
      }
    }
    const { status, body } = await bound.put(byExternalId(own, 'secret-1'), newOrganization());
    expect([status, body.id === id]).toEqual([201, false]);
  });
});
