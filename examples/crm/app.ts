import { App } from 'aws-cdk-lib';
import { CrmStack } from './crm-stack.ts';

const app = new App();
// `npx tenantry start --app` sets it to the bus of this machine.
const busName = app.node.tryGetContext('tenantry:bus') as string | undefined;
new CrmStack(app, 'Crm', { busName: busName ?? 'tenantry-prod' });
