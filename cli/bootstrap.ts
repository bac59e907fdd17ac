/**
 * Makes the first partner of an installation, and an API credential for it, with the AWS
 * credentials of the operator.
 */
import { randomUUID } from 'node:crypto';
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
import type { bootstrap as declaration } from './bootstrap/declaration.ts';
import type { Given } from './command/declaration.ts';
import { installationOf, readOutput } from './shared/installation.ts';
import { operatorTable } from './shared/operator-table.ts';
import { withStatus } from './shared/status.ts';
import { UsageError } from './shared/usage-error.ts';

const REQUIRED = ['name', 'user', 'first-name', 'last-name', 'email', 'phone'] as const;

/** Runs `tenantry bootstrap`. */
export const run = async ({ values }: Given<typeof declaration.options>): Promise<void> => {
  const { stage, installation: name, table } = values;
  const missing = REQUIRED.filter((option) => values[option] === undefined);
  if (missing.length > 0) throw new UsageError(`Missing: ${missing.map((option) => `--${option}`).join(', ')}.`);
  if (stage === undefined && table === undefined) throw new UsageError('One of --stage and --table is required.');
  const given = values as BootstrapOptions;
  const body = newRoot(given);
  // Checked before anything is asked of AWS.
  if (!validate({ path: {}, query: {}, header: {}, body })) throw invalid(violationsOf(validate));
  const installation = table === undefined ? installationOf({ stage, name }) : undefined;
  const TableName = installation === undefined ? table : await readOutput(installation, 'Data', 'TableName');
  const made = await withStatus('Creating partner and credential', () => bootstrap(TableName ?? '', body));
  console.log(JSON.stringify(made, null, 2));
};

type BootstrapOptions = Readonly<Record<(typeof REQUIRED)[number], string>>;

const bootstrap = async (table: string, body: ReturnType<typeof newRoot>) => {
  const partners = partnerStore(operatorTable(table));
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
