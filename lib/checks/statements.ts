/** A statement of a policy, as a template writes it. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Every statement of every policy in the properties of a resource, however deep it stands. */
export const statementsIn = (properties: unknown): readonly Statement[] => {
  if (typeof properties !== 'object' || properties === null) return [];
  return isStatement(properties) ? [properties] : Object.values(properties).flatMap(statementsIn);
};

const isStatement = (value: object): value is Statement => 'Effect' in value && 'Action' in value;
