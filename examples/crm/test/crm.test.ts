import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CrmStack } from '../crm-stack.ts';

// Without bundling: the templates are what is looked at.
const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
const template = Template.fromStack(new CrmStack(app, 'Crm', { busName: 'tenantry-prod' }));

test('new organizations go to the function, and all changes to the queue', () => {
  const rules = Object.values(template.findResources('AWS::Events::Rule')) as { readonly Properties: { readonly EventPattern: object } }[];
  deepEqual(
    rules.map(({ Properties }) => Properties.EventPattern),
    [
      { source: ['tenantry'], 'detail-type': ['reseller.organization.created'] },
      { source: ['tenantry'], 'detail-type': [{ prefix: 'reseller.organization.' }] },
    ],
  );
});

test('an event that the function fails for is kept, and somebody is told', () => {
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnFailure: { Destination: Match.anyValue() } } });
  equal(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length, 2);
});
