import { hasEmailLengths } from '../../functions/shared/contract/email-lengths.ts';
import { URL_CHARACTERS, URL_PUNCTUATION } from '../../functions/shared/contract/eventbridge-url.ts';
import { hasUserinfo } from '../../functions/shared/contract/userinfo.ts';

interface Format {
  /** A description of valid values, to follow "must be". */
  readonly words: string;
  readonly accepts: (text: string) => boolean;
}

const REGION = '[a-z]{2}(?:-[a-z]+)+-[0-9]';

const matching = (pattern: string, words: string): Format => {
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  return { words, accepts: (text) => whole.test(text) };
};

/**
 * True of a value that only a deployment knows, such as the ARN of a topic of the same app: the CDK
 * puts a text in its place.
 */
export const isDeferred = (text: string): boolean => text.includes('${Token[');

/** Returns the format of an ARN, from the pattern of its resource part and its form for people. */
const arn = (service: string, resource: string, shown: string, words: string): Format => {
  const written = matching(
    `arn:aws[a-z-]*:${service}:${REGION}:[0-9]{12}:${resource}`,
    `${words} (arn:aws:${service}:<region>:<account>:${shown})`,
  );
  return { ...written, accepts: (text) => isDeferred(text) || written.accepts(text) };
};

const url = (scheme: RegExp, words: string): Format => ({
  words,
  accepts: (text) => scheme.test(text) && isUrlWithoutCredentials(text),
});

const CALLABLE = new RegExp(`^(?:%[0-9A-Fa-f]{2}|[${URL_CHARACTERS}])+$`);

/**
 * Returns the format of a URL that EventBridge calls: what it refuses is refused here, before a
 * deployment.
 */
const targetUrl = (scheme: RegExp, words: string): Format => ({
  words: `${words} in which all but A-Z a-z 0-9 ${[...URL_PUNCTUATION].join(' ')} is percent-encoded, and the host in punycode`,
  accepts: (text) => url(scheme, words).accepts(text) && CALLABLE.test(text),
});

const isUrlWithoutCredentials = (text: string): boolean => URL.canParse(text) && !hasUserinfo(text);

const isOrigin = (text: string): boolean => {
  const parsed = URL.parse(text);
  return parsed !== null && text === parsed.origin && (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback(text)));
};

/** True when a URL leads to this machine. */
export const isLoopback = (text: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(text).hostname);

/**
 * The formats of the configuration's texts: what is accepted, and its description in errors and the
 * documentation.
 */
export const FORMATS: Readonly<Record<string, Format>> = {
  'https-url': url(/^https:\/\//, 'an https URL'),
  'endpoint-url': targetUrl(/^https?:\/\//, 'an http or https URL'),
  'token-url': targetUrl(/^https:\/\//, 'an https URL'),
  email: { words: 'a plain e-mail address', accepts: (text) => /^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>"]+$/.test(text) && hasEmailLengths(text) },
  origin: {
    words: 'an origin such as https://app.acme.test without a path, plain http only on loopback, or *',
    accepts: (text) => text === '*' || isOrigin(text),
  },
  'host-name': matching(
    '(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}',
    'a domain name in lower case such as api.acme.test',
  ),
  region: matching(REGION, 'an AWS Region such as eu-west-1'),
  account: matching('[0-9]{12}', 'the twelve digits of an AWS account'),
  'topic-arn': arn('sns', '[A-Za-z0-9_-]{1,256}', '<topic>', 'the ARN of an SNS topic'),
  'key-arn': arn('kms', 'key/[A-Za-z0-9-]+', 'key/<id>', 'the ARN of a KMS key and not of an alias'),
  'bus-arn': arn('events', 'event-bus/[A-Za-z0-9._-]{1,256}', 'event-bus/<name>', 'the ARN of an event bus'),
  // Not deferred: its parts are read when the stacks are made.
  'stream-arn': matching(
    `arn:aws[a-z-]*:dynamodb:${REGION}:[0-9]{12}:table/[A-Za-z0-9_.-]{3,255}/stream/[0-9T:.-]+`,
    'the ARN of the stream of a table (arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<time>)',
  ),
  'certificate-arn': arn('acm', 'certificate/[A-Za-z0-9-]+', 'certificate/<id>', 'the ARN of an ACM certificate'),
  'vault-arn': arn('backup', 'backup-vault:[A-Za-z0-9_.-]{2,50}', 'backup-vault:<name>', 'the ARN of a backup vault'),
  cron: matching('cron\\((?:[0-9A-Za-z*?/,#-]+ ){5}[0-9A-Za-z*?/,#-]+\\)', 'a cron expression of six fields such as cron(0 3 * * ? *)'),
  'policy-arn': matching(
    'arn:aws[a-z-]*:iam::(?:[0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+',
    'the ARN of a managed policy (arn:aws:iam::<account>:policy/<name>)',
  ),
  'hosted-zone-id': matching('Z[A-Z0-9]{1,31}', 'the id of a Route 53 hosted zone such as Z0123456789ABC'),
  'subnet-id': matching('subnet-[0-9a-f]{8,17}', 'the id of a subnet such as subnet-0a1b2c3d4e5f60718'),
  'security-group-id': matching('sg-[0-9a-f]{8,17}', 'the id of a security group such as sg-0a1b2c3d4e5f60718'),
  's3-uri': matching(
    's3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.{1,1024}',
    'the address of an object in S3 (s3://<bucket>/<key>, the bucket of 3 to 63 small letters, digits, dots and hyphens)',
  ),
  'tag-key': matching(
    '(?!aws:)(?!AWS:)[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}',
    'at most 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:',
  ),
  'tag-value': matching('[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}', 'at most 256 letters, digits, spaces and _ . : / = + - @'),
};
