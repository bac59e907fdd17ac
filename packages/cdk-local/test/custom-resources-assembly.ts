import type { Template, TemplateResource } from '../src/template/assembly.ts';
import { type Fixture, writeAssembly } from './assembly-fixture.ts';
import { lambda } from './lambda-resource.ts';
import { allow, LOGGING, role } from './rights.ts';

/** Writes each request to a file; fails, or ends its process, where the properties say so. */
const onEvent = `
import { appendFileSync, existsSync } from 'node:fs';
export const handler = async (event) => {
  const { RequestType, PhysicalResourceId, ResourceProperties: { Name, Fail, Exit } } = event;
  const isFirst = !existsSync(process.env.SEEN);
  appendFileSync(process.env.SEEN, JSON.stringify(event) + '\\n');
  if (Exit === 'true' && isFirst) process.exit(3);
  if (Fail === 'true' && RequestType !== 'Delete') throw new Error('refused ' + Name);
  return { PhysicalResourceId: RequestType === 'Delete' ? PhysicalResourceId : Name.split('-')[0] + '-id', Data: { Url: 'https://' + Name } };
};`;

/** A function that returns its variable PARENT. */
export const reader = (Variables: Readonly<Record<string, unknown>>) => lambda('reader', 'OnEventRole', Variables);

/** A resource of the provider, with a policy for its end. */
export const thing = (properties: Readonly<Record<string, unknown>>, policy = 'Delete'): TemplateResource => ({
  Type: 'Custom::Thing',
  Properties: { ServiceToken: { 'Fn::GetAtt': ['Framework', 'Arn'] }, ...properties },
  ...{ DeletionPolicy: policy, UpdateReplacePolicy: policy },
});

/** The provider of the CDK, without the right to run the function where `rights` are none. */
const provider = (seen: string, rights: readonly object[]): Record<string, TemplateResource> => ({
  OnEventRole: role('lambda', LOGGING),
  OnEvent: lambda('on-event', 'OnEventRole', { SEEN: seen }),
  FrameworkRole: role('lambda', LOGGING, ...rights),
  Framework: lambda('framework', 'FrameworkRole', { USER_ON_EVENT_FUNCTION_ARN: { 'Fn::GetAtt': ['OnEvent', 'Arn'] } }),
});

const MAY_RUN = [allow('lambda:InvokeFunction', { 'Fn::GetAtt': ['OnEvent', 'Arn'] })];

/** A stack with custom resources, whose provider writes its requests to a file. */
export const thingsAssembly = (seen: string, resources: Template['Resources'] = {}, rights: readonly object[] = MAY_RUN): Fixture =>
  writeAssembly(
    {
      Things: {
        Resources: { ...resources, ...provider(seen, rights) },
        Outputs: resources.Parent ? { Url: { Value: { 'Fn::GetAtt': ['Parent', 'Url'] } }, Id: { Value: { Ref: 'Parent' } } } : {},
      },
    },
    {
      'on-event': onEvent,
      framework: 'export const handler = () => { throw new Error("It is not run."); };',
      reader: 'export const handler = () => process.env.PARENT;',
    },
  );
