import { type OutgoingHttpHeaders, request } from 'node:http';
import { Duplex } from 'node:stream';
import { CONTRACTS } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import type { Fault } from '../../prove/fuzz/answer/check.ts';
import { bytesOf, type Draft, requestOf } from '../../prove/fuzz/request/draft.ts';
import { jsonOf, partAt, replacedAt, waysOf, written } from '../../prove/fuzz/request/json.ts';
import { chooseSteps, type Step } from '../../prove/fuzz/request/mutate.ts';
import type { Mutation } from '../../prove/fuzz/request/mutation.ts';
import { ADDRESS_MUTATIONS } from '../../prove/fuzz/request/mutations-address.ts';
import { BYTE_MUTATIONS } from '../../prove/fuzz/request/mutations-bytes.ts';
import { HEADER_MUTATIONS } from '../../prove/fuzz/request/mutations-headers.ts';
import { JSON_MUTATIONS } from '../../prove/fuzz/request/mutations-json.ts';
import { validDraft } from '../../prove/fuzz/request/valid.ts';
import { type Outcome, type Trial, trialOf } from '../../prove/fuzz/send.ts';
import { shrink } from '../../prove/fuzz/shrink.ts';
import { random } from '../../prove/shared/random.ts';
import type { WireRequest } from '../../testing/wire.ts';
import { sceneOf } from './fuzz-scene.ts';

const scene = sceneOf();
const MUTATIONS = Object.entries({ ...JSON_MUTATIONS, ...ADDRESS_MUTATIONS, ...HEADER_MUTATIONS, ...BYTE_MUTATIONS });

const requestsOf = (seed: number): readonly WireRequest[] =>
  Array.from({ length: 100 }, (_, number) => {
    const trial = trialOf(seed, number, scene);
    return requestOf(trial.draft(trial.steps));
  });

/** Throws what Node's client throws before it sends anything. */
const requireSendable = ({ method, path, headers = {} }: WireRequest): void => {
  if (/[^\u0021-\u00ff]/.test(path)) throw new Error(`the path ${path} cannot be sent`);
  const outgoing = request({ method, path, headers: headers as OutgoingHttpHeaders, createConnection: () => new Duplex({ read() {} }) });
  outgoing.on('error', () => undefined).destroy();
};

const spelled = ({ payload, ...request }: WireRequest): string =>
  `${JSON.stringify(request)} ${typeof payload}${Array.isArray(payload)} ${Buffer.from([payload ?? ''].flat()[0] as string).toString('latin1')}`;

test('a seed decides the requests, and another gives others', () => {
  expect(requestsOf(7)).toEqual(requestsOf(7));
  expect(requestsOf(7)).not.toEqual(requestsOf(8));
});

test('every operation has a request, with all that its body must have', () => {
  for (const contract of CONTRACTS) {
    const draft = validDraft(contract, scene, random(3).fork(contract.operationId));
    expect(requestOf(draft).path).not.toMatch(/\{|undefined|NaN/);
    const json = draft.body && 'json' in draft.body ? (JSON.parse(written(draft.body.json)) as object) : {};
    const required = (contract.documentedBody ?? contract.body)?.required ?? [];
    expect(Object.keys(json)).toEqual(expect.arrayContaining([...required]));
  }
});

test.each(MUTATIONS)('the mutation "%s" changes some request into another that can be sent', (_, mutation) => {
  let changed = 0;
  for (const [at, contract] of [...CONTRACTS, ...CONTRACTS].entries()) {
    const draft = validDraft(contract, scene, random(at));
    const other = mutation(draft, { random: random(at), scene });
    if (!other) continue;
    requireSendable(requestOf(other));
    if (spelled(requestOf(other)) !== spelled(requestOf(draft))) changed += 1;
  }
  expect(changed).toBeGreaterThan(0);
});

test('however many headers are added, Node can send them', () => {
  const added = ['other header', 'key repeated', 'two authorizations'].map((name) => HEADER_MUTATIONS[name] as Mutation);
  const draft = Array.from({ length: 300 }).reduce<Draft>(
    (changed, _, seed) => added.reduce((before, add) => add(before, { random: random(seed), scene }) ?? before, changed),
    validDraft(CONTRACTS[0] as Contract, scene, random(1)),
  );
  const { headers = {} } = requestOf(draft);
  requireSendable(requestOf(draft));
  expect([headers.host, headers.prefer, headers['idempotency-key']]).toEqual([
    'evil.example',
    expect.arrayContaining(['return=minimal']),
    expect.arrayContaining(['second']),
  ]);
});

test('a byte that is changed leaves the port of the receiver alone', () => {
  const url = `${scene.receiverUrl}/x`;
  const draft = { body: { json: jsonOf({ name: url, url }) } } as unknown as Draft;
  const texts = Array.from({ length: 1_000 }, (_, seed) => {
    const changed = BYTE_MUTATIONS['byte changed']?.(draft, { random: random(seed), scene });
    return Buffer.from(bytesOf(changed?.body) ?? []).toString('latin1');
  });
  expect(texts.filter((text) => text.split(`${scene.receiverUrl}/`).length !== 3)).toEqual([]);
  expect(new Set(texts).size).toBeGreaterThan(100);
});

test('some requests stay valid, and the others are changed in up to four steps', () => {
  const lengths = new Set(Array.from({ length: 500 }, (_, seed) => chooseSteps(random(seed)).length));
  expect([...lengths].toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4]);
});

test('JSON is written as it is, with members that no object can have', () => {
  const json = jsonOf({ a: [1, { b: 'x' }], c: null });
  expect(waysOf(json)).toHaveLength(6);
  expect(partAt(json, [0, 1, 0])).toEqual({ token: '"x"' });
  const doubled = replacedAt(json, [0, 1], () => ({
    members: [
      ['__proto__', { token: '1e400' }],
      ['__proto__', { token: 'null' }],
    ],
  }));
  expect(written(doubled)).toBe('{"a":[1,{"__proto__":1e400,"__proto__":null}],"c":null}');
  expect(() => partAt(json, [7])).toThrow(new RangeError('The way leads nowhere'));
});

describe('a request that breaks a promise', () => {
  const fault: Fault = { promise: 'p', detail: 'd' };
  const steps: readonly Step[] = ['a', 'b', 'c'].map((mutation) => ({ mutation, seed: '0' }));
  const outcomeOf = (names: readonly string[], isBroken: boolean) =>
    ({ draft: { operationId: names.join() }, faults: isBroken ? [fault] : [] }) as unknown as Outcome;
  const trial = {
    operationId: 'x',
    steps,
    draft: (left: readonly Step[]) => ({ operationId: left.map(({ mutation }) => mutation).join() }),
  } as unknown as Trial;
  const sender = (isBroken: (names: string) => boolean) => ({
    send: async ({ operationId }: { readonly operationId: string }) => outcomeOf([operationId], isBroken(operationId)),
  });

  test('is left with the one step that it needs', async () => {
    const shrunk = await shrink(
      trial,
      outcomeOf([], true),
      fault,
      sender((names) => names.includes('b')),
    );
    expect(shrunk).toMatchObject({ isRepeatable: true, steps: [{ mutation: 'b' }], outcome: { draft: { operationId: 'b' } } });
  });

  test('keeps all steps, and says so, when it breaks none a second time', async () => {
    const shrunk = await shrink(
      trial,
      outcomeOf([], true),
      fault,
      sender(() => false),
    );
    expect(shrunk).toMatchObject({ isRepeatable: false, steps });
  });
});
