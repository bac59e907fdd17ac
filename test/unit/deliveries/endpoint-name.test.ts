import { endpointOf, operatorRule, ruleOf } from '../../../functions/deliveries/endpoint-name.ts';

const ID = '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66';
const arn = (rule: string): string => `arn:aws:events:eu-west-1:111111111111:rule/tenantry-dev/${rule}`;

test('the rule of a self-service endpoint names it by its id without dashes', () => {
  expect(ruleOf('tenantry-dev', ID)).toBe('tenantry-dev-019f2b6ca2b17e558d107b1f0c2d4e66');
  expect(endpointOf(arn(ruleOf('tenantry-dev', ID)))).toBe(ID);
});

test('the rule of an endpoint of the deployment names it by its name, whatever the name', () => {
  for (const name of ['billing', 'operator-x', 'a-019f2b6ca2b17e558d107b1f0c2d4e66']) {
    expect(ruleOf('tenantry-dev', name)).toBe(operatorRule(name));
    expect(endpointOf(arn(operatorRule(name)))).toBe(name);
  }
});

test('a rule of another kind stands for itself', () => {
  expect(endpointOf(arn('Tenantry-dev-Api-Rule-1A2B'))).toBe('Tenantry-dev-Api-Rule-1A2B');
});
