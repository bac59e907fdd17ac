import { operatorRule } from '../../functions/deliveries/endpoint-name.ts';
import { busOf } from './bus-name.ts';
import { isLoopback } from './formats.ts';
import type { Rule } from './rule.ts';

// Names become logical ids without their hyphens. CloudFormation distinguishes ids by case, people
// do not.
const distinct: Rule = (_, { webhooks }) => {
  const names = webhooks.map(({ name }) => name.replaceAll('-', '').toLowerCase());
  return webhooks.flatMap(({ name }, index) =>
    names.indexOf(names[index] ?? '') === index
      ? []
      : [{ key: `webhooks[${index}].name`, value: name, allowed: 'must be unique without regard to case and hyphens' }],
  );
};

const overTls: Rule = (stage, { webhooks }) =>
  webhooks.flatMap(({ url }, index) =>
    url.startsWith('https:') || (stage === 'local' && isLoopback(url))
      ? []
      : [{ key: `webhooks[${index}].url`, value: url, allowed: 'must be an https URL; plain http only on loopback in the stage local' }],
  );

// EventBridge accepts 64 characters.
const fitting: Rule = (_, configuration) => {
  const most = 64 - operatorRule('', busOf(configuration)).length;
  return configuration.webhooks.flatMap(({ name }, index) =>
    name.length <= most
      ? []
      : [{ key: `webhooks[${index}].name`, value: name, allowed: `must have at most ${most} characters on a bus that is not its own` }],
  );
};

/** The rules of the operator's endpoints, together and in this stage. */
export const webhookRules: readonly Rule[] = [distinct, overTls, fitting];
