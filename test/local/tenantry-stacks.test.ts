import { dataOutput, stacksBeside } from '../../local/tenantry-stacks.ts';

const OUTPUTS = {
  'Crm.EventBusName': 'of the CRM',
  'Crm.DeadLetters': 'http://127.0.0.1:4100/000000000000/dead',
  'Crm.ExportsOutputRefQueue4A7E3555': 'for another stack',
  'Tenantry-local-Api.ApiUrl': 'http://127.0.0.1:3000',
  'Tenantry-local-Data.EventBusName': 'tenantry-local',
  'Tenantry-local-Data.SigningSecretArn': 'arn:secret',
};
const beside = stacksBeside('tenantry-local');

test('an output of Tenantry is found beside one of the same name in a stack of the user', () => {
  expect(dataOutput(OUTPUTS, 'EventBusName')).toBe('tenantry-local');
  expect(dataOutput({ 'Crm.EventBusName': 'of the CRM' }, 'EventBusName')).toBe('');
});

test("the user's outputs are those of other stacks, without those that the CDK makes between stacks", () => {
  expect(Object.keys(beside.outputsIn(OUTPUTS))).toEqual(['Crm.EventBusName', 'Crm.DeadLetters']);
});

test.each([
  ['Tenantry-local-Api-PartnersCreate6209E8D7', false],
  ['Tenantry-local-Data-Kept', false],
  ['Crm-AddCustomerEE054789', true],
  ['Tenantry-local-Api2-Mine', true],
])('%s is a function of the user: %s', (name, isTheirs) => {
  expect(beside.hasFunction(name)).toBe(isTheirs);
});
