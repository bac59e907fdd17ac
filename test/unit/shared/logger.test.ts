import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { newLogger } from '../../../functions/shared/observability/logger.ts';
import { objectsOf } from '../../support/embedded-metrics.ts';
import { writtenBy } from '../../support/log-lines.ts';

const PERSISTENT = { service: 'tenantry', installation: 'tenantry-dev' };
const logger = newLogger(PERSISTENT, process.env);
const reference = new PowertoolsLogger({ serviceName: 'tenantry', persistentKeys: { installation: 'tenantry-dev' } });

const logged = async (write: () => void) => objectsOf(await writtenBy(async () => write()));

const VARIABLES = ['LOG_LEVEL', 'AWS_LAMBDA_LOG_LEVEL', '_X_AMZN_TRACE_ID'];
afterEach(() => {
  for (const name of VARIABLES) delete process.env[name];
});

class StoreError extends Error {
  readonly code = 'EIO';
  readonly $metadata = { attempts: 2 };
}

test.each([
  ['facts', { status: 201, ms: 12, tenant: undefined, big: 10n, at: new Date(0), of: null, list: [1, { n: 2 }] }],
  ['an error with its cause and its own members', { cause: new StoreError('disk on fire', { cause: new TypeError('no disk') }) }],
  ['an error in a list', { faults: [{ step: 'create', cause: new Error('x') }] }],
  ['an error that is a text', { cause: 'DeadlineExceeded' }],
])('%s are written as Powertools writes them', async (_, facts) => {
  process.env._X_AMZN_TRACE_ID = 'Root=1-6928a1b2-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=0';
  const expected = await logged(() => reference.error('failed', facts));
  const lines = await logged(() => logger.error('failed', facts));
  expect(lines).toEqual(
    expected.map(comparable).map((line) => ({ ...line, timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/) })),
  );
});

/** Without what Powertools adds: the share of sampled lines, and the first place of a stack. */
const comparable = (line: object) =>
  JSON.parse(JSON.stringify(line, (key, value: unknown) => (['sampling_rate', 'location'].includes(key) ? undefined : value))) as object;

test('an error is written without the bytes of an answer that could not be read', async () => {
  const rawPacket = Buffer.from('HTTP/1.1 200 OK');
  const cause = Object.assign(new Error('Parse Error', { cause: Object.assign(new Error('x'), { rawPacket }) }), {
    rawPacket,
    bytesParsed: 2,
  });
  const [line] = await logged(() => logger.error('failed', { cause }));
  expect(line).toMatchObject({ cause: { message: 'Parse Error', bytesParsed: 2, cause: { message: 'x' } } });
  expect(JSON.stringify(line)).not.toContain('rawPacket');
});

test('an error that is its own cause is written without the circle, and whole otherwise', async () => {
  const error = Object.assign(new Error('x'), { at: new Date(0), n: 1n });
  error.cause = { inner: [error, { again: error }] };
  const [line] = await logged(() => logger.error('failed', { cause: error }));
  expect(line).toMatchObject({ cause: { message: 'x', at: '1970-01-01T00:00:00.000Z', n: '1', cause: { inner: [null, {}] } } });
});

test('a line that cannot be written whole is written without its facts', async () => {
  const facts = {
    toJSON: () => {
      throw new Error('x');
    },
  };
  const [line] = await logged(() => logger.error('failed', { code: 'c', facts }));
  expect(line).toEqual({ level: 'ERROR', message: 'failed', timestamp: expect.any(String), ...PERSISTENT, unwritable: true });
});

test.each([
  ['nothing', {}, ['INFO', 'WARN', 'ERROR']],
  ['LOG_LEVEL=ERROR', { LOG_LEVEL: 'ERROR' }, ['ERROR']],
  ['LOG_LEVEL=SILENT', { LOG_LEVEL: 'SILENT' }, []],
  ["Lambda's own level", { AWS_LAMBDA_LOG_LEVEL: 'WARN' }, ['WARN', 'ERROR']],
  ["a level that overrides Lambda's", { LOG_LEVEL: 'INFO', AWS_LAMBDA_LOG_LEVEL: 'FATAL' }, ['INFO', 'WARN', 'ERROR']],
])('with %s the levels that are written are as set', async (_, environment, levels) => {
  Object.assign(process.env, environment);
  const lines = await logged(() => {
    logger.info('request', {});
    logger.warn('late', {});
    logger.error('failed', {});
  });
  expect(lines.map(({ level }) => level)).toEqual(levels);
});
