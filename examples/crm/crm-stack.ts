import { fileURLToPath } from 'node:url';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TenantrySubscription } from 'tenantry';

interface CrmStackProps {
  /** The name of Tenantry's bus in this account and Region. */
  readonly busName: string;
}

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Makes a customer of each new organization, and keeps every change of one for the accounts. */
export class CrmStack extends Stack {
  constructor(scope: Construct, id: string, { busName }: CrmStackProps) {
    super(scope, id);
    const bus = EventBus.fromEventBusName(this, 'Bus', busName);

    const addCustomer = new NodejsFunction(this, 'AddCustomer', {
      entry: pathOf('add-customer.ts'),
      projectRoot: pathOf('.'),
      // Any file of this folder: the CDK installs nothing, so that it reads no lock file.
      depsLockFilePath: pathOf('package.json'),
      runtime: Runtime.NODEJS_24_X,
      timeout: Duration.seconds(10),
      bundling: { format: OutputFormat.ESM },
    });
    const customers = new TenantrySubscription(this, 'Customers', {
      bus,
      events: ['reseller.organization.created'],
      target: addCustomer,
      dedup: true,
    });

    const changes = new Queue(this, 'Changes', { enforceSSL: true });
    new TenantrySubscription(this, 'Accounts', { bus, events: ['reseller.organization.*'], target: changes });

    new CfnOutput(this, 'ChangesUrl', { value: changes.queueUrl });
    new CfnOutput(this, 'CustomersDeadLettersUrl', { value: customers.deadLetters.queueUrl });
  }
}
