import { randomUUID } from 'node:crypto';
import { newPartner, newReseller, unique } from '../journey-entities.ts';
import type { Scenario } from './grants.ts';
import { answers, consuming, get, patch, post, put, type Scene, says } from './scene.ts';

const address = () => `${randomUUID()}@put.example`;

/** What the functions of resellers do with external ids. */
export const resellerPutScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const make = async (externalId: string) => (await scene.send(post('/v3/resellers', newReseller({ externalId })))).body;
  const [listed, changing, replaced] = [randomUUID(), randomUUID(), randomUUID()];
  await make(listed);
  await make(replaced);
  const path = `/v3/resellers/${(await make(changing)).id}`;
  const external = (id: string = randomUUID()) => `/v3/resellers-by-external-id/${id}`;
  const whole = () => newReseller({ email: address() });
  const removable = [await make(randomUUID()), await make(randomUUID())];

  return [
    answers(scene, 'ResellersCreate', 'takes an external id', () => post('/v3/resellers', newReseller({ externalId: randomUUID() })), 201),
    answers(scene, 'ResellersList', 'finds by external id', get(`/v3/resellers?externalId=${listed}`), 200),
    answers(scene, 'ResellersUpdate', 'changes the external id', () => patch(path, { externalId: randomUUID() }), 200),
    answers(scene, 'ResellersUpdate', 'tries another one', () => patch(`${path}?dryRun=true`, { externalId: randomUUID() }), 200),
    consuming(
      scene,
      'ResellersDelete',
      'frees the external id',
      removable.map(({ id }) => ({ method: 'DELETE', path: `/v3/resellers/${id}` })),
      204,
    ),
    says(scene, 'ResellersPut', put(external(), undefined)),
    answers(scene, 'ResellersPut', 'creates', () => put(external(), whole()), 201),
    answers(scene, 'ResellersPut', 'replaces', () => put(external(replaced), whole()), 200),
    answers(scene, 'ResellersPut', 'answers a dry run of a create', () => put(`${external()}?dryRun=true`, whole()), 200),
    answers(scene, 'ResellersPut', 'answers a dry run of a change', () => put(`${external(replaced)}?dryRun=true`, whole()), 200),
  ];
};

/** What the functions of partners do with external ids. */
export const partnerPutScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const [listed, replaced] = [randomUUID(), randomUUID()];
  const make = async (fields: Parameters<typeof newPartner>[0]) => (await scene.send(post('/v1/partners', newPartner(fields)))).body;
  const root = await make({});
  const parent = { name: String(root.name) };
  await make({ parent, externalId: listed });
  await make({ parent, externalId: replaced });
  const path = `/v1/partners/${(await make({ parent, externalId: randomUUID() })).id}`;
  const external = (id: string = randomUUID()) => `/v1/partners-by-external-id/${id}`;
  const welcomed = () => ({ email: address(), sendWelcomeEmail: true });
  const whole = () => newPartner({ parent, reference: unique('reference'), contact: welcomed() });
  // A user whose name stays the same.
  const [same, addressed] = [newPartner({ parent }), randomUUID()];
  await make({ ...same, externalId: addressed });

  return [
    answers(scene, 'PartnersCreate', 'takes an external id', () => post('/v1/partners', newPartner({ externalId: randomUUID() })), 201),
    answers(
      scene,
      'PartnersCreate',
      'tries an external id',
      () => post('/v1/partners?dryRun=true', newPartner({ externalId: randomUUID() })),
      200,
    ),
    answers(scene, 'PartnersList', 'finds by external id', get(`/v1/partners?partner=${root.id}&externalId=${listed}`), 200),
    answers(scene, 'PartnersUpdate', 'changes the external id', () => patch(path, { externalId: randomUUID() }), 200),
    answers(scene, 'PartnersUpdate', 'tries another one', () => patch(`${path}?dryRun=true`, { externalId: randomUUID() }), 200),
    answers(scene, 'PartnersPut', 'creates', () => put(external(), whole()), 201),
    answers(scene, 'PartnersPut', 'replaces', () => put(external(replaced), whole()), 200),
    answers(
      scene,
      'PartnersPut',
      'changes the address of a user',
      () => put(external(addressed), { ...same, contact: { ...same.contact, email: address() } }),
      200,
    ),
    answers(scene, 'PartnersPut', 'answers a dry run of a create', () => put(`${external()}?dryRun=true`, whole()), 200),
    answers(scene, 'PartnersPut', 'answers a dry run of a change', () => put(`${external(replaced)}?dryRun=true`, whole()), 200),
  ];
};
