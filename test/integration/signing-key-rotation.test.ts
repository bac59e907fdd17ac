import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '@tenantry/cdk-local/base/aws-error';
import { type Keyring, keysOf, readKeyring } from '../../functions/signatures/keys.ts';
import { SEED } from '../../testing/event-records.ts';
import { startSecret, type TestSecret } from '../../testing/secret.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
let secret: TestSecret;
let time: number;

beforeEach(async () => {
  secret = await startSecret();
  Object.assign(process.env, secret.environment);
  time = Date.now();
});
afterEach(() => secret.stop());

const keyring = (): Keyring => readKeyring(secret.text ?? '');

const rotation = async () => {
  const { keyringStore } = await import('../../functions/signatures/keyring-store.ts');
  const { rotateWhenDue } = await import('../../functions/signatures/scheduled-rotation.ts');
  const store = keyringStore(new SecretsManagerClient({ maxAttempts: 1 }), secret.arn);
  let seeds = 0;
  const newSeed = () => {
    seeds += 1;
    return seeds.toString(16).padStart(64, '0');
  };
  return { store, run: () => rotateWhenDue({ store, now: () => new Date(time), newSeed, everyDays: 90, keepDays: 400 }) };
};

it('runs by the hour and takes the three steps when the days are over, with a day between them, and then begins anew', async () => {
  const { rotateWhenDue } = await import('../../functions/signatures/scheduled-rotation.ts');
  const written = { keyring: keyring(), version: 'one', writtenAt: new Date(time) };
  const store = {
    read: async () => ({ ...written }),
    replace: async (_: object, next: Keyring) => void Object.assign(written, { keyring: next }),
  };
  const taken: (readonly [unknown, number])[] = [];
  const first = 90 * 24;
  for (let hour = 0; hour < 2 * first + 100; hour += 1) {
    const known = keysOf(written.keyring).published.map(({ kid }) => kid);
    const now = () => new Date(time + hour * HOUR);
    const step = await rotateWhenDue({ store, now, newSeed: () => hour.toString(16).padStart(64, '0'), everyDays: 90, keepDays: 400 });
    if (step === undefined) continue;
    taken.push([step, hour - first]);
    // Whatever signs now was published by the step before.
    for (const { published } of keysOf(written.keyring).signing) expect(known).toContain(published.kid);
  }
  expect(taken).toEqual([
    ['publish', 0],
    ['switch', 24],
    ['retire', 24 + 25],
    ['publish', 24 + 25 + first],
    ['switch', 48 + 25 + first],
    ['retire', 48 + 50 + first],
  ]);
});

it.each(['PutSecretValue', 'UpdateSecretVersionStage'])(
  'a run that ends at %s changes nothing, and the next takes the step',
  async (fatal) => {
    const { run } = await rotation();
    time += 91 * DAY;
    const before = secret.text;
    secret.before = (action) => {
      if (action === fatal) throw new AwsError('InternalServiceError', 'the process is gone', { status: 500 });
    };
    await expect(run()).rejects.toThrow('the process is gone');
    expect(secret.text).toBe(before);
    secret.before = () => undefined;
    expect(await run()).toBe('publish');
    expect(keyring()).toMatchObject({ current: SEED, next: expect.stringMatching(/^0+2$/) });
  },
);

it('of runs at one moment one takes the step, and whatever an operator does between reading and writing stands', async () => {
  const { run, store } = await rotation();
  time += 91 * DAY;
  const steps = await Promise.all([run(), run(), run(), run()]);
  expect(steps.filter((step) => step === 'publish')).toHaveLength(1);
  const stored = await store.read();
  const compromised = { ...keyring(), retired: [] };
  secret.text = JSON.stringify({ ...compromised, changedAt: '2026-11-22T10:00:00.000Z' });
  const theirs = secret.text;
  await expect(store.replace(stored, stored.keyring)).rejects.toThrow('changed by another run');
  expect(secret.text).toBe(theirs);
});

it('an answer that is lost after the step was taken is no failure', async () => {
  const { store } = await rotation();
  const stored = await store.read();
  const changed = { ...stored.keyring, changedAt: '2026-11-22T10:00:00.000Z' };
  const { keyringStore } = await import('../../functions/signatures/keyring-store.ts');
  const client = new SecretsManagerClient({ maxAttempts: 1 });
  // The SDK sends it again, and gets the second answer.
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'UpdateSecretVersionStageCommand') await next(args);
        return next(args);
      },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await keyringStore(client, secret.arn).replace(stored, changed);
  expect(keyring()).toEqual(changed);
});

it('the function reads its settings, says what it did and no seed, and fails when the secret cannot be read', async () => {
  Object.assign(process.env, { ROTATION_DAYS: '90', KEEP_DAYS: '400' });
  const { handler } = await import('../../functions/signatures/rotate.ts');
  const before = secret.text;
  await handler({} as never, {} as never);
  expect(secret.text).toBe(before);
  secret.text = undefined;
  await expect(handler({} as never, {} as never)).rejects.toThrow();
});
