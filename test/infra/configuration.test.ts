import { readSettings } from '../../lib/configuration/configuration.ts';
import type { Context } from '../../lib/configuration/configuration-overrides.ts';
import configurations from '../../tenantry.config.ts';
import { jwt, stageConfiguration } from './stage-configuration.ts';

const messageOf = (context: Context): string => {
  try {
    readSettings(context, { dev: { ...stageConfiguration, jwt }, prod: configurations.prod });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'no error';
};

const example = {
  issuer: 'https://identity.example.com',
  audience: 'tenantry',
  jwksUri: 'https://identity.example.com/.well-known/jwks.json',
};
const webhook = { name: 'a', url: 'https://a.acme.test', events: ['partner.*'], auth: { type: 'api-key', header: 'X-Key', secret: 's' } };
const webhooks = (...changes: readonly object[]) => ({ 'tenantry:webhooks': changes.map((change) => ({ ...webhook, ...change })) });

describe('a configuration', () => {
  it('has the defaults of its stage', () => {
    const { configuration: dev } = readSettings({}, configurations);
    expect(dev).toMatchObject({
      webhooks: [],
      logRetentionDays: 30,
      eventRetentionDays: 400,
      ...{
        webhookSuspendAfter: 10,
        webhookHealthyAfterMinutes: 60,
        webhookSettleSeconds: 60,
        deliveryLogDays: 30,
        archiveDays: 90,
        busLogging: 'off',
      },
      restoreDays: 30,
      throttle: { ratePerSecond: 500, burst: 1000 },
      retainData: false,
    });
    expect(dev).not.toHaveProperty('jwt');
    const { configuration: prod } = readSettings({ stage: 'prod' }, { prod: stageConfiguration });
    expect(prod).toMatchObject({ logRetentionDays: 365, retainData: true });
  });

  it.each([
    ['webhookSuspendAfter', -1],
    ['webhookHealthyAfterMinutes', 0],
    ['deliveryLogDays', 0],
    ['deliveryLogDays', 366],
    ['archiveDays', 0],
    ['busLogging', 'everything'],
    ['subscriberAccounts', ['acme']],
    ['subscriberAccounts', ['222222222222', '222222222222']],
  ])('refuses %s: %s', (key, value) => {
    expect(messageOf({ [`tenantry:${key}`]: value })).toContain(key);
  });

  it('can be written in part', () => {
    const { configuration } = readSettings({}, { dev: { ...stageConfiguration, throttle: { burst: 20 } } });
    expect(configuration.throttle).toEqual({
      ratePerSecond: 500,
      burst: 20,
      routes: { batchOrganizations: { ratePerSecond: 5, burst: 10 } },
    });
  });

  it('needs no entry for the stage local, which takes plain http on loopback', () => {
    const context = { stage: 'local', ...webhooks({ url: 'http://127.0.0.1:9000/hook' }) };
    const { configuration } = readSettings(context, {});
    expect(configuration.jwt?.issuer).toBe('https://local.tenantry.test');
    expect(configuration.email.from).toBe('accounts@local.tenantry.test');
    expect(configuration.webhooks[0]?.url).toBe('http://127.0.0.1:9000/hook');
  });

  // The names that docs/events.md gives for low-code receivers.
  it.each(['Webhook-Token', 'x-make-apikey', 'X-Api-Key', 'Authorization'])('lets an endpoint of the operator sign in by %s', (header) => {
    const auth = { type: 'api-key', header, secret: 's' };
    expect(readSettings(webhooks({ auth }), configurations).configuration.webhooks).toMatchObject([{ auth }]);
  });

  it('is overridden key by key, with JSON where the text is JSON, and leaves what was written as it was', () => {
    const before = structuredClone(stageConfiguration);
    const context = {
      'tenantry:jwt.issuer': 'https://other.acme.test',
      'throttle.burst': '7',
      'tenantry:webhooks': '[]',
      'aws:cdk:x': 1,
    };
    const { configuration } = readSettings(context, { dev: { ...stageConfiguration, jwt } });
    expect(configuration).toMatchObject({
      jwt: { issuer: 'https://other.acme.test', audience: 'tenantry' },
      throttle: { burst: 7 },
      webhooks: [],
    });
    expect(stageConfiguration).toEqual(before);
  });

  it.each<[string, Context, readonly string[]]>([
    ['a stage without an entry', { stage: 'qa' }, ['stage = "qa"', 'known are dev, prod, local']],
    ['a stage that is no name', { stage: 'Prod_1' }, ['stage = "Prod_1"', '^[a-z][a-z0-9-]{0,19}$']],
    [
      'a context key that nobody knows',
      { stge: 'prod' },
      ['stge = "prod"', 'known are stage and the keys of the configuration, jwt, email'],
    ],
    ['a key given with its prefix and without', { restoreDays: '1', 'tenantry:restoreDays': '2' }, ['restoreDays = "1"', 'is given twice']],
    ['an unknown key', { 'tenantry:jwt.key': 'x' }, ['jwt.key: is not a known key; known are issuer, audience, jwksUri']],
    ['a key with a typing error', { 'tenantry:throtle': '3' }, ['throtle: is not a known key; did you mean throttle?']],
    ['a key below a value', { 'tenantry:logRetentionDays.x': 1 }, ['logRetentionDays = {"x":1}', 'must be integer']],
    ['an own key named __proto__', { 'tenantry:__proto__.x': 1 }, ['__proto__: is not a known key']],
    [
      'a retention CloudWatch does not take',
      { 'tenantry:logRetentionDays': '31' },
      ['logRetentionDays = 31', 'must be one of 1, 3, 5, 7, 14, 30'],
    ],
    ['an http issuer', { 'tenantry:jwt.issuer': 'http://id.acme.test' }, ['jwt.issuer = "http://id.acme.test"', 'must be an https URL']],
    ['a missing key', { 'tenantry:jwt': '{"issuer":"https://id.acme.test"}' }, ['jwt.audience: is required', 'jwt.jwksUri: is required']],
    ['an issuer for every audience', { 'tenantry:jwt.audience': '' }, ['jwt.audience = ""', 'must NOT have fewer than 1 characters']],
    ['two scopes of the operator', { 'tenantry:jwt.operatorScope': 'a b' }, ['jwt.operatorScope = "a b"', 'pattern']],
    ['two claims for permissions', { 'tenantry:jwt.permissionsClaim': 'scp roles' }, ['jwt.permissionsClaim = "scp roles"', 'pattern']],
    ['a clock far from ours', { 'tenantry:jwt.clockToleranceSeconds': 301 }, ['jwt.clockToleranceSeconds = 301', '300']],
    ['a clock before itself', { 'tenantry:jwt.clockToleranceSeconds': -1 }, ['jwt.clockToleranceSeconds = -1', '0']],
    ['no time to restore', { 'tenantry:restoreDays': '0' }, ['restoreDays = 0', 'must be >= 1']],
    ['more than a year to restore', { 'tenantry:restoreDays': '366' }, ['restoreDays = 366', 'must be <= 365']],
    ['half a day to restore', { 'tenantry:restoreDays': '1.5' }, ['restoreDays = 1.5', 'must be integer']],
    ['a throttle of nothing', { 'tenantry:throttle.burst': '0' }, ['throttle.burst = 0', 'must be >= 1']],
    [
      'an event nobody publishes',
      webhooks({ events: ['partner.create'] }),
      ['webhooks[0].events[0] = "partner.create"', 'partner.created', 'partner.*'],
    ],
    ['no event', webhooks({ events: [] }), ['webhooks[0].events = []', 'must NOT have fewer than 1 items']],
    [
      'an unknown authorisation',
      webhooks({ auth: { type: 'none' } }),
      ['webhooks[0].auth.type = "none"', 'must be one of api-key, basic, oauth'],
    ],
    ['an authorisation in part', webhooks({ auth: { type: 'basic', userName: 'a' } }), ['webhooks[0].auth.secret: is required']],
    ['names that differ only by case', webhooks({}, { name: 'A' }), ['webhooks[1].name = "A"', 'must be unique']],
    ['plain http', webhooks({ url: 'http://127.0.0.1/' }), ['webhooks[0].url = "http://127.0.0.1/"', 'must be an https URL']],
    [
      'plain http off loopback',
      { stage: 'local', ...webhooks({ url: 'http://a.test/' }) },
      ['webhooks[0].url = "http://a.test/"', 'only on loopback'],
    ],
    ['a URL that EventBridge does not take', webhooks({ url: 'https://a.test/a|b' }), ['webhooks[0].url', 'is percent-encoded']],
    ['credentials in a URL', webhooks({ url: 'https://a:b@a.test/' }), ['webhooks[0].url', 'must be an http or https URL']],
    ['empty credentials in a URL', webhooks({ url: 'https://:@a.test/' }), ['webhooks[0].url', 'must be an http or https URL']],
    ['no sender', { 'tenantry:email': '{"passwordUrl":"https://a.test/#"}' }, ['email.from: is required']],
    [
      'a sender with a name',
      { 'tenantry:email.from': 'Acme<accounts@acme.test>' },
      ['email.from = "Acme<accounts@acme.test>"', 'must be a plain e-mail address'],
    ],
    ['a password page on http', { 'tenantry:email.passwordUrl': 'http://a.test/#' }, ['email.passwordUrl', 'must be an https URL']],
    [
      'the example sender and password page in production',
      { stage: 'prod' },
      ['email.from = "accounts@example.com"', 'email.passwordUrl = "https://accounts.example.com/password#"', 'is still the example'],
    ],
    [
      'the example issuer in production',
      { stage: 'prod', 'tenantry:jwt': example },
      ['jwt.issuer = "https://identity.example.com"', 'jwt.jwksUri', 'is still the example'],
    ],
  ])('refuses %s, naming the key, the value and what is allowed', (_, context, parts) => {
    const message = messageOf(context);
    for (const part of parts) expect(message).toContain(part);
  });

  it('names all faults at once', () => {
    const message = messageOf({ 'tenantry:retainData': 'maybe', 'tenantry:eventRetentionDays': '0', 'tenantry:alarmTopicArn': 'x' });
    expect(message.split('\n')).toEqual([
      'The configuration of the stage "dev" is not valid:',
      expect.stringContaining('eventRetentionDays = 0: must be >= 1'),
      expect.stringContaining('retainData = "maybe": must be boolean'),
      expect.stringContaining('alarmTopicArn = "x": must be the ARN of an SNS topic'),
    ]);
  });
});
