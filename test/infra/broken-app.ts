import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { addChecks } from '../../lib/checks/checks.ts';

/** An app that asks for what CloudFormation would refuse, run by `cdk synth` in checks.test.ts. */
const app = new App({ builtinCloudFormationValidation: false });
new CfnResource(new Stack(app, 'Broken'), 'Queue', { type: 'AWS::SQS::Queue', properties: { QueueNam: 'misspelled' } });
addChecks(app);
