import { CONTRACTS } from '../../functions/operations.ts';
import { CALLERS, type CallerName } from '../../functions/shared/contract/callers.ts';
import { ROWS, type Row } from '../../tools/authorisation/rows.ts';
import { openScene, type Scene } from '../support/authorisation-scene.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, startApi } from './api.ts';
import { validRequests } from './valid-requests.ts';
import { deliveryEnvironment } from './webhook-samples.ts';

let api: Api;
let aws: FakeAws;
let scene: Scene;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment });
  scene = await openScene(api);
}, 20_000);
afterAll(async () => {
  await api.stop();
  await aws.stop();
});

const statusFor = async (caller: CallerName, { name, contract }: Row): Promise<number> => {
  const request = await validRequests(api, scene)[name]?.();
  if (!request) throw new Error(`there is no request for ${name}: add one to test/integration/valid-requests.ts`);
  // From another network for each row: who may not sign in would soon have to wait.
  const sourceIp = `192.0.2.${ROWS.findIndex((row) => row.name === name)}`;
  return (await api.send({ sourceIp, ...request, as: await scene.credentials(caller, contract) })).status;
};

test.each(ROWS.map((row) => [row.name, row] as const))(
  '%s answers each kind of caller as the authorisation table says',
  async (_, row) => {
    const answered: Partial<Record<CallerName, number>> = {};
    for (const caller of Object.keys(CALLERS) as CallerName[]) answered[caller] = await statusFor(caller, row);
    expect(answered).toEqual(row.statuses);
  },
  60_000,
);

test('the password of a partner is no way in to a route that takes tokens only, and the answer names what it takes', async () => {
  const as = await scene.credentials('supervisor', CONTRACTS[0] as Row['contract']);
  const { headers } = await api.get(`/v3/resellers/${scene.reseller}`, { as });
  expect(headers['www-authenticate']).toBe('Bearer realm="tenantry"');
});
