import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { apiAlarms } from './api/api-alarms.ts';
import { TenantryHttpApi } from './api/http-api.ts';
import { addOperations } from './api/operations-api.ts';
import type { DeadLetterQueue } from './base/dead-letter-queue.ts';
import { RunbookAlarms } from './base/runbook-alarms.ts';
import { Publisher } from './bus/publisher.ts';
import { SigningKeyRotation } from './bus/signing-key-rotation.ts';
import type { StageSettings } from './configuration/configuration.ts';
import { backupAlarms } from './data/backup-alarms.ts';
import type { SigningSecret } from './data/signing-secret.ts';
import { tableAlarms } from './data/table-alarms.ts';
import type { TenantryTable } from './data/tenantry-table.ts';
import type { Identity } from './identity/identity.ts';
import { tokenAlarms } from './identity/token-alarms.ts';
import { verificationOf } from './identity/token-verification.ts';
import { Canary } from './operations/canary.ts';
import { Dashboard } from './operations/dashboard.ts';
import { WebhookReconciler } from './webhooks/webhook-reconciler.ts';
import { Webhooks } from './webhooks/webhooks.ts';
import { PasswordReset } from './welcome/password-reset.ts';
import { WelcomeEmail } from './welcome/welcome-email.ts';

interface ApiStackProps extends StageSettings, StackProps {
  readonly table: TenantryTable;
  readonly bus: IEventBus;
  /** The queue of the data stack, for the dashboard. */
  readonly busDeadLetters: DeadLetterQueue | undefined;
  readonly signingSecret: SigningSecret;
  readonly identity: Identity | undefined;
  /** Absent when the configuration has no backups. */
  readonly backupVaultName: string | undefined;
}

/** The stack that can be deployed again at any time: the API, the publisher and the webhooks. */
export class ApiStack extends Stack {
  readonly url: string;

  constructor(
    scope: Construct,
    id: string,
    { stage, configuration, table, bus, signingSecret, identity, busDeadLetters, backupVaultName, ...props }: ApiStackProps,
  ) {
    super(scope, id, { ...props, description: `Tenantry (${stage}): API, publisher and webhooks` });
    const api = new TenantryHttpApi(this, 'HttpApi', { configuration, verification: verificationOf(configuration, identity) });
    this.url = api.url;
    const welcome = new WelcomeEmail(this, 'Welcome', { table, bus, configuration });
    const { deadLetters, configurationSetName } = welcome;
    const passwordReset = new PasswordReset(this, 'PasswordReset', { table, configuration, configurationSetName, deadLetters });
    addOperations(this, { api, table, bus, stage, signingSecret, configuration, passwordReset });

    const publisher = new Publisher(this, 'Publisher', { table, bus, signingSecret, configuration });
    const webhooks = new Webhooks(this, 'Webhooks', { table, bus, configuration });
    const reconciler = new WebhookReconciler(this, 'WebhookReconciler', {
      table,
      bus,
      publisher,
      configuration,
      webhookDeadLetters: webhooks.deadLetters,
    });

    const { signingKeyRotationDays: everyDays } = configuration;
    if (everyDays !== undefined) new SigningKeyRotation(this, 'SigningKeyRotation', { configuration, signingSecret, everyDays });
    new Canary(this, 'Canary', { configuration, table, bus, api });
    new RunbookAlarms(this, 'ApiAlarms', { configuration, alarms: apiAlarms(configuration, api) });
    new RunbookAlarms(this, 'TableAlarms', { configuration, alarms: tableAlarms(configuration, table) });
    if (backupVaultName !== undefined) new RunbookAlarms(this, 'BackupAlarms', { configuration, alarms: backupAlarms(backupVaultName) });
    if (identity) new RunbookAlarms(this, 'TokenAlarms', { configuration, alarms: tokenAlarms(identity) });
    // Last, because it shows every function, queue and alarm of the stack.
    const dashboard = new Dashboard(this, 'Dashboard', { api, table, bus, busDeadLetters, publisher, configuration });

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'DashboardUrl', { value: dashboard.url });
    new CfnOutput(this, 'PublisherDeadLetterQueueUrl', { value: publisher.deadLetters.queue.queueUrl });
    new CfnOutput(this, 'WelcomeDeadLetterQueueUrl', { value: deadLetters.queue.queueUrl });
    new CfnOutput(this, 'WebhookReconcilerDeadLetterQueueUrl', { value: reconciler.deadLetters.queue.queueUrl });
    new CfnOutput(this, 'WebhookDeadLetterQueueUrl', { value: webhooks.deadLetters.queue.queueUrl });
    new CfnOutput(this, 'WebhookPoisonQueueUrl', { value: webhooks.poison.queue.queueUrl });
  }
}
