import { endpointOf, operatorRule, ruleOf } from '../../../functions/deliveries/endpoint-name.ts';

const ID = '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66';
const OWN = { name: 'tenantry-dev', installation: 'tenantry-dev' };
const SHARED = { name: 'company', installation: 'acme-dev' };
const arn = (rule: string): string => `arn:aws:events:eu-west-1:111111111111:rule/tenantry-dev/${rule}`;

test('the rule of a self-service endpoint names it by its id without dashes, behind the installation', () => {
  expect(ruleOf(OWN, ID)).toBe('tenantry-dev-019f2b6ca2b17e558d107b1f0c2d4e66');
  expect(ruleOf(SHARED, ID)).toBe('acme-dev-019f2b6ca2b17e558d107b1f0c2d4e66');
  for (const bus of [OWN, SHARED]) expect(endpointOf(arn(ruleOf(bus, ID)))).toBe(ID);
});

test('the rule of an endpoint of the deployment names it by its name, whatever the name, and on a shared bus its installation too', () => {
  for (const name of ['billing', 'operator-x', 'a-019f2b6ca2b17e558d107b1f0c2d4e66']) {
    expect(ruleOf(OWN, name)).toBe(`operator-${name}`);
    expect(ruleOf(SHARED, name)).toBe(`operator-${name}.acme-dev`);
    for (const bus of [OWN, SHARED]) {
      expect(operatorRule(name, bus)).toBe(ruleOf(bus, name));
      expect(endpointOf(arn(operatorRule(name, bus)))).toBe(name);
    }
  }
});

test('a rule of another kind stands for itself', () => {
  expect(endpointOf(arn('Tenantry-dev-Api-Rule-1A2B'))).toBe('Tenantry-dev-Api-Rule-1A2B');
});
