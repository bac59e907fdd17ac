import type { Fault } from './configuration-error.ts';
import type { Configuration } from './configuration-schema.ts';
import type { Rule } from './rule.ts';
import { capacityRules } from './rules-capacity.ts';
import { httpRules } from './rules-http.ts';
import { placeRules } from './rules-places.ts';
import { webhookRules } from './rules-webhooks.ts';

/** Returns the fault of every rule that a valid configuration breaks. */
export const faultsIn = (stage: string, configuration: Configuration): readonly Fault[] =>
  [shortName, noExamples, ...placeRules, ...httpRules, ...capacityRules, ...webhookRules].flatMap((rule) => rule(stage, configuration));

// EventBridge accepts 64 characters: the installation, a dash, and the 32 of an endpoint's id.
const shortName: Rule = (_, { name, installation }) =>
  installation.length <= 31 ? [] : [{ key: 'name', value: name, allowed: `must have at most 31 characters as ${installation}` }];

const noExamples: Rule = (stage, { jwt, email }) =>
  Object.entries({
    'jwt.issuer': jwt?.issuer ?? '',
    'jwt.jwksUri': jwt?.jwksUri ?? '',
    'email.from': email.from,
    'email.passwordUrl': email.passwordUrl,
  })
    .filter(([, value]) => stage === 'prod' && /(^|[/.@])example\.com(?=[/:?#]|$)/.test(value))
    .map(([key, value]) => ({ key, value, allowed: 'is still the example; name your own' }));
