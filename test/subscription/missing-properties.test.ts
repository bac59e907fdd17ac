import { App, Stack } from 'aws-cdk-lib';
import { TenantrySubscription } from '../../lib/index.ts';

it.each([
  [{ buss: 'x', events: [], target: 'x' }, 'Crm/Subscription: the property bus is required; did you write buss for it?'],
  [{ bus: 'x' }, /^Crm\/Subscription: the property events is required\n.*: the property target is required$/],
])('synthesis names the properties that %j lacks', (props, words) => {
  expect(
    () => new TenantrySubscription(new Stack(new App({ builtinCloudFormationValidation: false }), 'Crm'), 'Subscription', props as never),
  ).toThrow(words);
});
