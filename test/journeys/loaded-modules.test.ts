import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { type Build, productBuilds } from '../../bench/peers/builds.ts';
import { openScene } from '../../bench/peers/scene.ts';
import { eventRecord } from '../../testing/event-records.ts';
import { httpEvent } from '../../testing/http-event.ts';

const FUNCTIONS = {
  'create an organization': 'OrganizationsCreate',
  'get an organization': 'OrganizationsGet',
  'list organizations': 'OrganizationsList',
  'create a partner': 'PartnersCreate',
  'get a partner': 'PartnersGet',
  'list partners': 'PartnersList',
  'publish events': 'PublisherPublish',
} as const;

type Name = keyof typeof FUNCTIONS;

const SCRIPT = join(import.meta.dirname, '../support/invoke-bundle.mjs');

const ANSWERS = {
  'secretsmanager.GetSecretValue': { SecretString: JSON.stringify({ current: 'a1'.repeat(32) }) },
  'AWSEvents.PutEvents': { FailedEntryCount: 0, Entries: [{ EventId: 'event-1' }] },
};

let scene: Awaited<ReturnType<typeof openScene>>;
let builds: readonly Build[];

beforeAll(async () => {
  scene = await openScene(ANSWERS);
  builds = productBuilds(process.env.JOURNEY_ASSEMBLY ?? '', FUNCTIONS);
});
afterAll(() => scene.stop());

interface Outcome {
  readonly answer: { readonly statusCode?: number; readonly batchItemFailures?: readonly unknown[] };
  readonly loaded: readonly string[];
}

const invoke = ({ file, environment }: Build, event: object): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const env = { ...environment, ...scene.variables };
    execFile(process.execPath, [SCRIPT, file, JSON.stringify(event)], { env }, (error, _, stderr) => {
      if (error) reject(error);
      else resolve(JSON.parse(stderr) as Outcome);
    });
  });

const get = (authorization: string, path: string, pathParameters: Readonly<Record<string, string>>, query = '') =>
  httpEvent({ path, query, pathParameters, headers: { authorization } });

/** An event of each function, and what it is answered. */
const eventOf = (name: Name): readonly [event: object, answer: object] => {
  const { bearer, basic, resellerId, partnerId } = scene;
  const organizations = `/v3/resellers/${resellerId}/organizations`;
  switch (name) {
    case 'create an organization':
      return [scene.createOrganization.event, { statusCode: 201 }];
    case 'get an organization':
      return [get(bearer, `${organizations}/${resellerId}`, { resellerId, id: resellerId }), { statusCode: 404 }];
    case 'list organizations':
      return [get(bearer, organizations, { resellerId }), { statusCode: 200 }];
    case 'create a partner':
      return [scene.createPartner.event, { statusCode: 201 }];
    case 'get a partner':
      return [get(basic, `/v1/partners/${partnerId}`, { id: String(partnerId) }), { statusCode: 200 }];
    case 'list partners':
      return [get(basic, '/v1/partners', {}, `partner=${partnerId}`), { statusCode: 200 }];
    case 'publish events':
      return [{ Records: [eventRecord(1, '/resellers/r')] }, { batchItemFailures: [] }];
  }
};

// It takes a third of a cold start. It is loaded by the first use of `fetch`, `Headers` and their
// like, and by an import of all that `node:http` exports.
it.each(Object.keys(FUNCTIONS) as readonly Name[])("a function does not load Node's client behind fetch to %s", async (name) => {
  const build = builds.find((each) => each.name === name);
  const [event, expected] = eventOf(name);
  const { answer, loaded } = await invoke(build as Build, event);
  expect(answer).toMatchObject(expected);
  expect(loaded.length).toBeGreaterThan(50);
  expect(loaded.filter((module) => module.includes('undici'))).toEqual([]);
});
