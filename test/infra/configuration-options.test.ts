import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { readSettings } from '../../lib/configuration/configuration.ts';
import type { Context } from '../../lib/configuration/configuration-overrides.ts';
import { configurationSchema } from '../../lib/configuration/configuration-schema.ts';
import type { StageConfiguration } from '../../lib/generated/stage-configuration.ts';

const least: StageConfiguration = {
  jwt: { issuer: 'https://id.acme.test', audience: 'tenantry', jwksUri: 'https://id.acme.test/jwks.json' },
  email: { from: 'accounts@acme.test', passwordUrl: 'https://id.acme.test/password#' },
};
const read = (context: Context) => readSettings(context, { dev: least, 'a-long-name-of-stage': least });
const messageOf = (context: Context): string => {
  try {
    read(context);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'no error';
};

const certificateArn = 'arn:aws:acm:eu-west-1:111111111111:certificate/1234';
const domain = { name: 'api.acme.test', certificateArn };
const mutualTls = { truststoreUri: 's3://acme-trust/all.pem' };
const eventBusArn = 'arn:aws:events:eu-west-1:111111111111:event-bus/company';
const kmsKeyArn = 'arn:aws:kms:eu-west-1:222222222222:key/1234';
const webhook = (name: string) => ({
  name,
  url: 'https://a.test',
  events: ['partner.*'],
  auth: { type: 'basic', userName: 'a', secret: 's' },
});

const keys = Object.entries(
  configurationSchema.properties as Record<string, { readonly type: string; readonly examples?: readonly unknown[] }>,
);

describe('every key', () => {
  it.each(keys)(
    '%s has an example that is taken, on its own or with the domain it needs, and by the schema for editors',
    (key, { examples = [] }) => {
      expect(examples).toHaveLength(1);
      const context = key === 'disableDefaultEndpoint' ? { domain } : {};
      for (const example of examples) expect(messageOf({ ...context, [key]: example })).toBe('no error');
      const validate = editors.compile(editorSchema);
      validate({ ...least, $schema: './docs/configuration.schema.json', [key]: examples[0] });
      expect(validate.errors).toBeNull();
    },
  );

  const editors = new Ajv({ strict: false });
  const editorSchema = JSON.parse(readFileSync('docs/configuration.schema.json', 'utf8'));

  it.each(keys)('%s is named, with the value, when that is of another type', (key, { type }) => {
    const kinds = [fc.integer(), fc.boolean(), fc.array(fc.integer()), fc.constant({ a: 1 }), fc.constant(null)];
    const fits = (value: unknown) =>
      type === 'integer'
        ? Number.isInteger(value)
        : type === 'array'
          ? Array.isArray(value)
          : type === 'object'
            ? value !== null && typeof value === 'object' && !Array.isArray(value)
            : typeof value === type;
    fc.assert(
      fc.property(
        fc.oneof(...kinds).filter((value) => !fits(value)),
        (value) => {
          expect(messageOf({ [key]: value })).toContain(`${key} = ${JSON.stringify(value)}: must be ${type}`);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('that is unknown is refused by its name, wherever it stands', () => {
    const places = ['', 'jwt.', 'email.', 'throttle.', 'cors.', 'domain.', 'domain.mutualTls.', 'vpc.'];
    // Like none of the keys: one that is like one gets a suggestion instead.
    const name = fc.stringMatching(/^xqzj[a-z]{2,10}$/);
    fc.assert(
      fc.property(fc.constantFrom(...places), name, (place, unknown) => {
        expect(messageOf({ [`tenantry:${place}${unknown}`]: 1 })).toContain(`${place}${unknown}: is not a known key; known are `);
      }),
    );
  });
});

describe('an option', () => {
  it('that takes text keeps it, digits and all', () => {
    const { configuration } = read({ account: '111111111111', 'tags.costCentre': '4711', name: 'acme7' });
    expect(configuration).toMatchObject({ account: '111111111111', tags: { costCentre: '4711' }, installation: 'acme7-dev' });
  });

  it.each<[string, Context, readonly string[]]>([
    ['a name with a hyphen', { name: 'acme-east' }, ['name = "acme-east"', '^[a-z][a-z0-9]*$']],
    [
      'a name that is too long for its stage',
      { stage: 'a-long-name-of-stage', name: 'a'.repeat(11) },
      ['name = "aaaaaaaaaaa"', 'at most 31 characters as aaaaaaaaaaa-a-long-name-of-stage'],
    ],
    ['an account of eleven digits', { account: '11111111111' }, ['account = "11111111111"', 'twelve digits']],
    ['a Region that is none', { region: 'Ireland' }, ['region = "Ireland"', 'such as eu-west-1']],
    ['a tag of AWS', { tags: { 'aws:x': 'y' } }, ['tags.aws:x: is no key of this kind', 'not beginning with aws:']],
    ['a tag that is too long', { tags: { x: 'y'.repeat(257) } }, ['tags.x = ', 'at most 256']],
    [
      'a boundary that is a role',
      { permissionsBoundaryArn: 'arn:aws:iam::111111111111:role/x' },
      ['permissionsBoundaryArn = ', 'managed policy'],
    ],
    ['an alias of a key', { kmsKeyArn: 'arn:aws:kms:eu-west-1:111111111111:alias/x' }, ['kmsKeyArn = ', 'and not of an alias']],
    ['a network without security groups', { vpc: { subnetIds: ['subnet-0a1b2c3d'] } }, ['vpc.securityGroupIds: is required']],
    [
      'the name of a subnet',
      { vpc: { subnetIds: ['private'], securityGroupIds: ['sg-0a1b2c3d'] } },
      ['vpc.subnetIds[0] = "private"', 'subnet-'],
    ],
    ['the name of a bus', { eventBusArn: 'company' }, ['eventBusArn = "company"', 'event-bus/<name>']],
    [
      'the default bus',
      { eventBusArn: eventBusArn.replace('company', 'default') },
      ['eventBusArn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"', 'must not be the default bus', 'ARNs without a bus'],
    ],
    ['a domain with a path', { domain: { ...domain, name: 'acme.test/api' } }, ['domain.name = "acme.test/api"', 'api.acme.test']],
    ['a domain without a certificate', { domain: { name: 'api.acme.test' } }, ['domain.certificateArn: is required']],
    [
      'a truststore outside S3',
      { domain: { ...domain, mutualTls: { truststoreUri: 'https://a.test/x.pem' } }, disableDefaultEndpoint: true },
      ['domain.mutualTls.truststoreUri = ', 's3://<bucket>/<key>'],
    ],
    ['no endpoint at all', { disableDefaultEndpoint: true }, ['disableDefaultEndpoint = true', 'must be false without a domain']],
    [
      'a way around mutual TLS',
      { domain: { ...domain, mutualTls } },
      ['disableDefaultEndpoint = false', 'must be true with domain.mutualTls', 'without a certificate would be let in'],
    ],
    [
      'an origin with a path',
      { cors: { allowOrigins: ['https://a.test/x'] } },
      ['cors.allowOrigins[0] = "https://a.test/x"', 'without a path'],
    ],
    ['an origin on plain http', { cors: { allowOrigins: ['http://a.test'] } }, ['cors.allowOrigins[0]', 'plain http only on loopback']],
    ['all origins and some', { cors: { allowOrigins: ['*', 'https://a.test'] } }, ['cors.allowOrigins = ', 'must be origins or * alone']],
    [
      'limits of an operation there is not',
      { throttle: { routes: { createOrganisation: { ratePerSecond: 1, burst: 1 } } } },
      ['throttle.routes.createOrganisation: is not a known key; did you mean createOrganization?'],
    ],
    ['limits in part', { 'throttle.routes.getHealth.burst': '5' }, ['throttle.routes.getHealth.ratePerSecond: is required']],
    [
      'a certificate of another Region than the stacks',
      { region: 'us-east-1', domain },
      ['domain.certificateArn = ', 'must be of the Region us-east-1, as region is'],
    ],
    [
      'a key of another Region than the bus',
      { eventBusArn, kmsKeyArn: kmsKeyArn.replace('eu-west-1', 'eu-west-2') },
      ['kmsKeyArn', 'eu-west-1'],
    ],
    ['a bus of another account', { account: '222222222222', eventBusArn }, ['eventBusArn = ', 'must be of the account 222222222222']],
    ['logs of a bus that exists already', { eventBusArn, busLogging: 'error' }, ['busLogging = "error"', 'must be off with eventBusArn']],
    [
      'a webhook whose name leaves no room on a bus that exists already',
      { eventBusArn, webhooks: [webhook('x'.repeat(43))] },
      ['webhooks[0].name = ', 'at most 42 characters on a bus'],
    ],
  ])('refuses %s, naming the key, the value and what is allowed', (_, context, parts) => {
    const message = messageOf(context);
    for (const part of parts) expect(message).toContain(part);
  });

  it.each<[Context, number]>([
    [{}, 250],
    [{ region: 'eu-west-1' }, 250],
    [{ region: 'af-south-1' }, 94],
    [{ region: 'eu-south-1', webhooks: [webhook('a'), webhook('b')] }, 92],
    [{ eventBusArn: eventBusArn.replace('eu-west-1', 'eu-south-1') }, 94],
    [{ webhooks: Array.from({ length: 50 }, (_, index) => webhook(`w${index}`)) }, 244],
    [{ region: 'af-south-1', webhookQuota: '250' }, 250],
  ])('that is left out is no more than the rules that a bus has room for: with %j webhookQuota is %i', (context, quota) => {
    expect(read(context).configuration.webhookQuota).toBe(quota);
  });

  it('takes a key and a topic of another account, and such a name where the bus is its own', () => {
    expect(messageOf({ account: '111111111111', eventBusArn, kmsKeyArn, domain })).toBe('no error');
    expect(messageOf({ webhooks: [webhook('x'.repeat(48))] })).toBe('no error');
  });
});
