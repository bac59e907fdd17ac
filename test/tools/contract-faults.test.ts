import { spawnSync } from 'node:child_process';
import { createReseller } from '../../functions/resellers/contract.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { EVENTS } from '../../functions/webhooks/event-catalogue.ts';
import { findContractFaults, requireSoundContracts } from '../../tools/contracts/contract-faults.ts';

/** Returns a contract with one part changed; what the compiler would refuse is what is tested. */
const broken = (change: object): Contract => ({ ...createReseller, ...change }) as Contract;
const body = (properties: object, others: object = {}): Contract =>
  broken({ body: { type: 'object', additionalProperties: false, properties, ...others } });

test.each<readonly [name: string, contract: Contract, fault: string]>([
  [
    'an unknown keyword',
    body({ name: { type: 'string', minLenght: 1 } }),
    'createReseller, body /properties/name/minLenght: "minLenght" is not a keyword; did you mean "minLength"?',
  ],
  [
    'an unknown type',
    body({ name: { type: 'text' } }),
    'createReseller, body /properties/name/type: "text" is not a type; known are array, boolean, integer, null, number, object, string.',
  ],
  [
    'a keyword whose value has another type',
    body({ name: { type: 'string', minLength: '1' } }),
    'createReseller, body /properties/name/minLength: "1" must be integer.',
  ],
  [
    'a required property that does not exist',
    body({ name: { type: 'string' } }, { required: ['name', 'nmae'] }),
    'createReseller, body /required/1: "nmae" is required and not a property; did you mean "name"?',
  ],
  [
    'a reference to nothing',
    body({ name: { $ref: '#/$defs/name' } }),
    'createReseller, body /properties/name/$ref: "#/$defs/name" refers to nothing.',
  ],
  [
    'an unknown format',
    body({ email: { type: 'string', format: 'mail' } }),
    'createReseller, body /properties/email/format: "mail" is not a format; known are email, int32, date-time.',
  ],
  [
    'a fault deep in a schema',
    body({
      list: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'object', properties: { 'a/b': { tpye: 'string' } } }] } },
    }),
    'createReseller, body /properties/list/items/anyOf/1/properties/a~1b/tpye: "tpye" is not a keyword; did you mean "type"?',
  ],
  [
    'a keyword that does not go with its type',
    body({ name: { type: 'integer', minLength: 1 } }),
    'createReseller, body /properties/name: missing type "string" for keyword "minLength".',
  ],
  ['what is no schema at all', body({ name: 'string' }), 'createReseller, body /properties/name: "string" is not a schema.'],
  [
    'a fault of the query',
    broken({ query: { type: 'object', additionalProperties: false, properties: { name: { tpye: 'string' } } } }),
    'createReseller, query /properties/name/tpye: "tpye" is not a keyword; did you mean "type"?',
  ],
  [
    'a fault of the response',
    broken({ response: { status: 201, description: '', schema: { type: 'array', items: { type: 'object', requierd: [] } } } }),
    'createReseller, response /items/requierd: "requierd" is not a keyword; did you mean "required"?',
  ],
  [
    'a placeholder without a parameter',
    broken({ path: '/v3/resellers/{resellerId}' }),
    'createReseller, path: "resellerId" is not among the properties of params.',
  ],
  [
    'a parameter that is not in the path',
    broken({ params: { type: 'object', additionalProperties: false, properties: { id: { type: 'string' } } } }),
    'createReseller, path: "id" of params is not in /v3/resellers.',
  ],
  [
    'an event that does not exist',
    broken({ events: ['reseller.creatd'] }),
    'createReseller, events /0: "reseller.creatd" is not an event; did you mean "reseller.created"?',
  ],
  [
    'a problem code that does not exist',
    broken({ refusals: ['reseller-not-fonud'] }),
    'createReseller, refusals /0: "reseller-not-fonud" is not a problem code; did you mean "reseller-not-found"?',
  ],
  [
    'a permission that does not exist',
    broken({ access: { permission: 'reseller:wirte', schemes: ['bearer'], tenant: 'operator' } }),
    'createReseller, access: "reseller:wirte" is not a permission; did you mean "reseller:write"?',
  ],
])('%s is named by contract, part, pointer and word', (_, contract, fault) => {
  expect(findContractFaults(contract)).toEqual([fault]);
});

test('a reference into the request is followed', () => {
  expect(findContractFaults(body({ name: { type: 'string' }, alias: { $ref: '#/properties/body/properties/name' } }))).toEqual([]);
});

test('two contracts of one name, and a fault in the data of an event, are refused', () => {
  const events = { 'reseller.created': { data: { type: 'object', properties: { id: { type: 'uuid' } } } } };
  expect(() => requireSoundContracts([createReseller, createReseller], events)).toThrow(
    [
      'createReseller, operationId: two contracts have it.',
      'event reseller.created, data /properties/id/type: "uuid" is not a type; known are array, boolean, integer, null, number, object, string.',
    ].join('\n'),
  );
  expect(() => requireSoundContracts([createReseller], EVENTS)).not.toThrow();
});

test('npm run generate prints the sentence, without a stack, and exits with 1', () => {
  // Has the contract of a reseller read with a word that is misspelt.
  const hooks = `
    import { registerHooks } from 'node:module';
    registerHooks({
      load(url, context, next) {
        const loaded = next(url, context);
        if (!url.endsWith('/functions/resellers/contract.ts')) return loaded;
        return { ...loaded, source: String(loaded.source).replace("'reseller.created'", "'reseller.creatd'") };
      },
    });
  `;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hooks)}`, 'tools/generate.ts', '--check'],
    { encoding: 'utf8' },
  );
  const sentence = 'createReseller publishes reseller.creatd, which no slice declares: add it to functions/resellers/events.ts.\n';
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: sentence });
});
