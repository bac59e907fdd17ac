/** A call of EventBridge by another account. */
export interface Call {
  readonly account: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** A statement of the policy of a bus. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Principal: { readonly AWS: string | readonly string[] };
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Decides on a call as IAM does by the policy of the bus alone ("Policy evaluation logic"): what
 * the caller's own policies allow does not matter across accounts.
 * @throws {Error} for a condition operator that is not known here
 */
export const isAllowed = (statements: readonly Statement[], call: Call): boolean => {
  const applying = statements.filter((statement) => applies(statement, call));
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny');
};

const applies = ({ Action, Principal, Resource, Condition = {} }: Statement, call: Call): boolean =>
  [Action].flat().some((action) => isLike(action, call.action)) &&
  [Principal.AWS].flat().includes(`arn:aws:iam::${call.account}:root`) &&
  [Resource].flat().some((resource) => isLike(resource, call.resource)) &&
  Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, call.context?.[key], [wanted].flat(), call)),
  );

const holds = (operator: string, found: readonly string[] | undefined, wanted: readonly string[], { account }: Call): boolean => {
  const values = wanted.map((value) => value.replace(`\${aws:PrincipalAccount}`, account));
  switch (operator) {
    case 'StringEqualsIfExists':
      return found === undefined || found.some((value) => values.includes(value));
    case 'ForAllValues:StringEquals':
      return (found ?? []).every((value) => values.includes(value));
    case 'ForAllValues:StringLike':
      return (found ?? []).every((value) => values.some((pattern) => isLike(pattern, value)));
    case 'Null':
      return values.includes(String(found === undefined));
    default:
      throw new Error(`The condition operator ${operator} is not known here.`);
  }
};

const isLike = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);
