/** A statement of a policy in a template. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Returns every statement of every policy in the properties of a resource, at any depth. */
export const statementsIn = (properties: unknown): readonly Statement[] => {
  if (typeof properties !== 'object' || properties === null) return [];
  return isStatement(properties) ? [properties] : Object.values(properties).flatMap(statementsIn);
};

const isStatement = (value: object): value is Statement => 'Effect' in value && 'Action' in value;
