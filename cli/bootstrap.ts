/**
 * Makes the first partner of an installation, and an API credential for it, with the AWS
 * credentials of the operator.
 */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import validate from '../functions/generated/createPartner.js';
import { createPartner } from '../functions/partners/create.ts';
import { createCredential } from '../functions/partners/credentials/create.ts';
import { partnerStore } from '../functions/partners/store.ts';
import { ROLE_PERMISSIONS } from '../functions/shared/contract/permissions.ts';
import { invalid } from '../functions/shared/contract/problems.ts';
import { violationsOf } from '../functions/shared/contract/violations.ts';
import type { Reply } from '../functions/shared/http/idempotency.ts';
import { newId, newInt32, now } from '../functions/shared/runtime.ts';
import { eventRecorder } from '../functions/shared/table/events.ts';
import { openTable } from '../functions/shared/table/table.ts';
import { parseOnce } from './shared/parse-once.ts';

const USAGE = `Creates the root partner of an installation and an API credential for it. The secret is shown once.

  npm run -s bootstrap -- --table <name> --name <partner> --user <user name>
                          --first-name <…> --last-name <…> --email <…> --phone <+…>

  --table        the output TableName of the data stack
  --user         the user name of the partner's contact, a Partner Supervisor
  Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE, …).
`;

const text = { type: 'string' } as const;
const options = {
  table: text,
  name: text,
  user: text,
  'first-name': text,
  'last-name': text,
  email: text,
  phone: text,
  help: { type: 'boolean' },
} as const;

const main = async (): Promise<void> => {
  const { help, ...values } = parseOnce({ options }).values;
  if (help) return console.log(USAGE);
  const missing = Object.keys(options).filter((name) => name !== 'help' && !Object.hasOwn(values, name));
  if (missing.length > 0) throw new Error(`missing: ${missing.map((name) => `--${name}`).join(', ')}\n\n${USAGE}`);
  console.log(JSON.stringify(await bootstrap(values as BootstrapOptions), null, 2));
};

type BootstrapOptions = Readonly<Record<Exclude<keyof typeof options, 'help'>, string>>;

const bootstrap = async (values: BootstrapOptions) => {
  const body = newRoot(values);
  if (!validate({ path: {}, query: {}, header: {}, body })) throw invalid(violationsOf(validate));
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(), { marshallOptions: { removeUndefinedValues: true } });
  const partners = partnerStore(openTable(values.table, client));
  const record = eventRecorder({ newId, retentionDays: EVENT_RETENTION_DAYS });

  const partner = answerOf(
    await createPartner(
      { ...request, params: {}, query: {}, body },
      { partners, record, welcomes: NO_WELCOME, newReference: randomUUID, newInt32, now },
    ),
  );
  const credential = { params: { id: Number(partner.id) }, query: {}, body: { userRole: 'Partner Supervisor' as const } };
  const { userName, secret } = answerOf(await createCredential({ ...request, ...credential }, { partners, now }));
  return { partnerId: partner.id, userName, secret };
};

const EVENT_RETENTION_DAYS = 400;
// It asks for no welcome e-mail.
const NO_WELCOME = { perAddress: 0, perPartner: 0, perTree: 0 };

/** The operator itself asks, bound to no tenant, with what it gives. */
const request = {
  caller: { actor: 'bootstrap', permissions: new Set(ROLE_PERMISSIONS['Partner Supervisor']) },
  header: {},
  origin: { actor: 'bootstrap', requestId: newId(), sourceIp: '127.0.0.1' },
  remember: () => [],
};

const answerOf = ({ body = '{}' }: Reply) => JSON.parse(body) as Readonly<Record<string, string | number>>;

const newRoot = (values: BootstrapOptions) => ({
  name: values.name,
  contact: {
    userName: values.user,
    firstName: values['first-name'],
    lastName: values['last-name'],
    email: values.email,
    phone: values.phone,
    userRole: 'Partner Supervisor' as const,
  },
});

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
