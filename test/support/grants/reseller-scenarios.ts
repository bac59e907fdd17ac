import { randomUUID } from 'node:crypto';
import { AwsError } from '@tenantry/cdk-local/base/aws-error';
import { listOrganizations } from '../../../functions/organizations/contract.ts';
import { listResellers } from '../../../functions/resellers/contract.ts';
import { batchSlotsKey } from '../../../functions/shared/table/keys.ts';
import { newOrganization, newReseller, unique } from '../journey-entities.ts';
import type { Scenario } from './grants.ts';
import { answers, consuming, get, lists, type Made, patch, post, put, type ScenarioRequest, type Scene, says } from './scene.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

const address = () => `${randomUUID()}@reseller.example`;

/** Makes something while everything is granted. */
const maker =
  ({ send }: Scene) =>
  async (path: string, body: unknown): Promise<Made> =>
    (await send(post(path, body))).body as Made;

/** The functions of resellers. */
export const resellerScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const make = maker(scene);
  const { id, name, email } = await make('/v3/resellers', newReseller());
  const path = `/v3/resellers/${id}`;
  const spare = [await make('/v3/resellers', newReseller()), await make('/v3/resellers', newReseller())];
  const list = (filter: Readonly<Record<string, string>>): ScenarioRequest => get(`/v3/resellers?${new URLSearchParams(filter)}`);

  return [
    says(scene, 'ResellersCreate', { method: 'POST', path: '/v3/resellers' }),
    answers(scene, 'ResellersCreate', 'creates', () => post('/v3/resellers', newReseller(), randomUUID()), 201),
    {
      of: 'ResellersCreate',
      name: 'looks whether it answered when others are in its way all the while',
      act: async () => {
        const contended = newReseller();
        scene.system.databaseFault = (operation, input) =>
          operation === 'TransactWriteItems' && JSON.stringify(input).includes(contended.name) ? contention() : undefined;
        const { body } = await scene.send(post('/v3/resellers', contended, randomUUID()));
        scene.system.databaseFault = () => undefined;
        return body.title === 'Too many changes at once';
      },
    },
    says(scene, 'ResellersGet', get(path)),
    answers(scene, 'ResellersGet', 'reads', get(path), 200),
    says(scene, 'ResellersLimits', get(`${path}/limits`)),
    answers(scene, 'ResellersLimits', 'reads', get(`${path}/limits`), 200),
    says(scene, 'ResellersList', get('/v3/resellers')),
    answers(scene, 'ResellersList', 'lists', get('/v3/resellers?limit=1'), 200),
    answers(scene, 'ResellersList', 'finds by name', list({ name: String(name) }), 200),
    answers(scene, 'ResellersList', 'finds by email', list({ email: String(email) }), 200),
    lists(scene, 'ResellersList', listResellers, get('/v3/resellers?limit=1')),
    says(scene, 'ResellersUpdate', { method: 'PATCH', path }),
    answers(
      scene,
      'ResellersUpdate',
      'changes',
      () => patch(`/v3/resellers/${spare[0]?.id}`, { name: unique('Reseller'), email: address() }),
      200,
    ),
    answers(
      scene,
      'ResellersUpdate',
      'answers a dry run',
      () => patch(`${path}?dryRun=true`, { name: unique('Reseller'), email: address() }),
      200,
    ),
    says(scene, 'ResellersDelete', { method: 'DELETE', path }),
    consuming(
      scene,
      'ResellersDelete',
      'deletes',
      [await make('/v3/resellers', newReseller()), await make('/v3/resellers', newReseller())].map((one) => ({
        method: 'DELETE',
        path: `/v3/resellers/${one.id}`,
      })),
      204,
    ),
  ];
};

/** What DynamoDB answers when others write the same items. */
const contention = () =>
  new AwsError('TransactionCanceledException', 'Transaction cancelled', {
    members: { CancellationReasons: [{ Code: 'TransactionConflict' }] },
  });

/** The functions of organizations. */
export const organizationScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const make = maker(scene);
  const reseller = await make('/v3/resellers', newReseller());
  const path = `/v3/resellers/${reseller.id}/organizations`;
  const whole = () => newOrganization({ externalId: randomUUID(), email: address() });
  const made = () => make(path, whole());
  const { id, name, email, externalId } = await made();
  const empty = await make('/v3/resellers', newReseller());
  const changing = await made();
  const list = (filter: Readonly<Record<string, string>>): ScenarioRequest => get(`${path}?${new URLSearchParams(filter)}`);
  const anew = () => ({ name: unique('Organization'), email: address(), externalId: randomUUID() });
  const external = () => `${path}/by-external-id/${randomUUID()}`;
  const replaced = `${path}/by-external-id/${(await made()).externalId}`;
  const deleted = async () => {
    const { id: gone } = await made();
    await scene.send({ method: 'DELETE', path: `${path}/${gone}` });
    return post(`${path}/${gone}:restore`, undefined, randomUUID());
  };
  const rows = (...more: readonly object[]) => ({ organizations: more.map((row) => ({ ...row, idempotencyKey: randomUUID() })) });
  const worked = (text: unknown): boolean =>
    (text as { readonly results?: readonly { readonly status: number }[] }).results?.every(({ status }) => status < 500) ?? false;

  return [
    says(scene, 'OrganizationsCreate', { method: 'POST', path }),
    answers(scene, 'OrganizationsCreate', 'creates', () => post(path, whole(), randomUUID()), 201),
    answers(scene, 'OrganizationsCreate', 'answers a dry run', () => post(`${path}?dryRun=true`, whole()), 200),
    {
      ...{ of: 'OrganizationsCreate', name: 'says a name that is taken as its owner spells it' },
      act: async () => (await scene.send(post(path, newOrganization({ name: String(name).toUpperCase() })))).body.name === name,
    },
    answers(
      scene,
      'OrganizationsCreate',
      'looks whether it answered',
      () => post(`/v3/resellers/${NOBODY}/organizations`, whole(), randomUUID()),
      404,
    ),
    says(scene, 'OrganizationsGet', get(`${path}/${id}`)),
    answers(scene, 'OrganizationsGet', 'reads', get(`${path}/${id}`), 200),
    says(scene, 'OrganizationsList', get(path)),
    answers(scene, 'OrganizationsList', 'lists', get(`${path}?limit=1`), 200),
    answers(scene, 'OrganizationsList', 'lists what is none', get(`/v3/resellers/${empty.id}/organizations`), 200),
    answers(scene, 'OrganizationsList', 'finds by name', list({ name: String(name) }), 200),
    answers(scene, 'OrganizationsList', 'finds by external id', list({ externalId: String(externalId) }), 200),
    answers(scene, 'OrganizationsList', 'finds by email', list({ email: String(email) }), 200),
    answers(scene, 'OrganizationsList', 'searches', list({ search: String(name) }), 200),
    lists(scene, 'OrganizationsList', listOrganizations, get(`${path}?limit=1`)),
    says(scene, 'OrganizationsUpdate', { method: 'PATCH', path: `${path}/${id}` }),
    answers(scene, 'OrganizationsUpdate', 'changes', () => patch(`${path}/${changing.id}`, anew()), 200),
    answers(
      scene,
      'OrganizationsUpdate',
      'answers a dry run',
      () => patch(`${path}/${id}?dryRun=true`, { ...anew(), allowedUsers: 9 }),
      200,
    ),
    says(scene, 'OrganizationsDelete', { method: 'DELETE', path: `${path}/${id}` }),
    consuming(
      scene,
      'OrganizationsDelete',
      'deletes',
      [await made(), await made()].map((one) => ({ method: 'DELETE', path: `${path}/${one.id}` })),
      204,
    ),
    says(scene, 'OrganizationsRestore', { method: 'POST', path: `${path}/${id}:restore` }),
    consuming(scene, 'OrganizationsRestore', 'restores', [await deleted(), await deleted()], 200),
    answers(
      scene,
      'OrganizationsRestore',
      'looks whether it answered',
      () => post(`${path}/${NOBODY}:restore`, undefined, randomUUID()),
      404,
    ),
    says(scene, 'OrganizationsPut', { method: 'PUT', path: external() }),
    answers(scene, 'OrganizationsPut', 'creates', () => put(external(), newOrganization({ email: address() })), 201),
    answers(scene, 'OrganizationsPut', 'replaces', () => put(replaced, newOrganization({ email: address() })), 200),
    answers(
      scene,
      'OrganizationsPut',
      'answers a dry run',
      () => put(`${external()}?dryRun=true`, newOrganization({ email: address() })),
      200,
    ),
    says(scene, 'OrganizationsBatch', { method: 'POST', path: `${path}:batch` }),
    {
      of: 'OrganizationsBatch',
      name: 'creates row by row',
      act: async () => worked((await scene.send(post(`${path}:batch`, rows(whole())))).body),
    },
    {
      of: 'OrganizationsBatch',
      name: 'looks whether it answered a row',
      act: async () => worked((await scene.send(post(`/v3/resellers/${NOBODY}/organizations:batch`, rows(whole())))).body),
    },
    {
      of: 'OrganizationsBatch',
      name: 'gives its slot back',
      act: async () => {
        // A slot that is not given back is one fewer for half a minute.
        const { id: another } = await make('/v3/resellers', newReseller());
        const { body } = await scene.send(post(`/v3/resellers/${another}/organizations:batch`, rows(whole())));
        return worked(body) && (await scene.table.get(batchSlotsKey(String(another)))) === undefined;
      },
    },
    answers(scene, 'OrganizationsBatch', 'answers a dry run', () => post(`${path}:batch?dryRun=true`, rows(whole())), 200),
  ];
};
