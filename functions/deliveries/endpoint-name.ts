const OPERATOR = 'operator-';

/** The rule of an endpoint of the deployment, on the installation's bus; lib/webhook-endpoint.ts makes it. */
export const operatorRule = (name: string): string => OPERATOR + name;

/** The endpoint a rule is for: the id in the name that the reconciler gives (a prefix and the id without dashes), the name of an endpoint of the deployment, else the rule's own. */
export const endpointOf = (ruleArn: string): string => {
  const rule = ruleArn.slice(ruleArn.lastIndexOf('/') + 1);
  if (rule.startsWith(OPERATOR)) return rule.slice(OPERATOR.length);
  const [, id] = /-([0-9a-f]{32})$/.exec(rule) ?? [];
  return id?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') ?? rule;
};

/** The rule of an endpoint on a bus, whose name and a dash are the prefix of all that the reconciler makes. */
export const ruleOf = (busName: string, endpoint: string): string =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(endpoint) ? `${busName}-${endpoint.replaceAll('-', '')}` : operatorRule(endpoint);
