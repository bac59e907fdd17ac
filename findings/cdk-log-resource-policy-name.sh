#!/usr/bin/env bash
# aws-cdk-lib 2.276.0: LogGroup.addToResourcePolicy gives the AWS::Logs::ResourcePolicy a physical name made of the construct's path, without the
# name of the stack. Two stacks of one account and Region with different stack names, whose constructs have the same path (the same app, deployed
# for two tenants or stages), write one policy: the second deployment replaces or collides with the policy of the first, and deleting one stack
# takes the other's rights to log.
#
# Seen: `two stacks, one policy name: InstallationDataLogPolicyF4D08A74`.
# Way out: `new ResourcePolicy(logGroup, 'Policy', { resourcePolicyName })` with the name of the stack. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund aws-cdk-lib@2.276.0 constructs@10.8.1
cat >look.mjs <<'JS'
import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
const nameFor = (stackName) => {
  const app = new App();
  const stack = new Stack(new Construct(app, 'Installation'), 'Data', { stackName });
  new LogGroup(stack, 'Log').addToResourcePolicy(
    new PolicyStatement({ principals: [new ServicePrincipal('delivery.logs.amazonaws.com')], actions: ['logs:PutLogEvents'], resources: ['*'] }),
  );
  const { template } = app.synth().getStackByName(stackName);
  return Object.values(template.Resources).find(({ Type }) => Type === 'AWS::Logs::ResourcePolicy').Properties.PolicyName;
};
const [one, other] = [nameFor('acme-prod'), nameFor('contoso-prod')];
console.log(one === other ? `two stacks, one policy name: ${one}` : `two names: ${one}, ${other}`);
process.exit(typeof one === 'string' && one === other ? 0 : 1);
JS
node look.mjs
