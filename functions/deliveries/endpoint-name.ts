import type { Bus } from '../shared/bus.ts';

const OPERATOR = 'operator-';

/**
 * Returns the rule of an endpoint of the deployment, which lib/webhooks/webhook-endpoint.ts
 * creates. On a bus that is not the installation's own, a dot and the installation follow; no
 * endpoint's name has a dot.
 */
export const operatorRule = (endpoint: string, { name, installation }: Bus): string =>
  OPERATOR + endpoint + (name === installation ? '' : `.${installation}`);

/**
 * Returns the endpoint of a rule: the id in a name of the reconciler (a prefix and the id without
 * dashes), the name of an endpoint of the deployment, else the rule itself. A replay may have used
 * another rule of the endpoint.
 */
export const endpointOf = (ruleArn: string): string => {
  const rule = ruleArn.slice(ruleArn.lastIndexOf('/') + 1);
  if (rule.startsWith(OPERATOR)) return rule.slice(OPERATOR.length).split('.')[0] ?? '';
  const [, former] = /-former\.([\w-]{22})$/.exec(rule) ?? [];
  const [, id = former && Buffer.from(former, 'base64url').toString('hex')] = /-([0-9a-f]{32})$/.exec(rule) ?? [];
  return id?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') ?? rule;
};

/** Returns the rule of an endpoint of an installation on a bus. */
export const ruleOf = (bus: Bus, endpoint: string): string =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(endpoint)
    ? `${bus.installation}-${endpoint.replaceAll('-', '')}`
    : operatorRule(endpoint, bus);

/**
 * Returns the rule by which a replay sends an API endpoint events older than the lineage; no longer
 * than the endpoint's own.
 */
export const formerRuleOf = ({ installation }: Bus, endpoint: string): string =>
  `${installation}-former.${Buffer.from(endpoint.replaceAll('-', ''), 'hex').toString('base64url')}`;
