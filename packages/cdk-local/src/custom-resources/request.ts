import { randomUUID } from 'node:crypto';

/** Properties as CloudFormation sends them: every number and boolean as text. */
export type TextProperties = Readonly<Record<string, unknown>>;

/** The state of a custom resource, as it was last created or updated. */
export interface Kept {
  readonly type: string;
  readonly onEvent: string;
  readonly provider: string;
  readonly id: string;
  readonly properties: TextProperties;
  readonly data: Readonly<Record<string, string>>;
  readonly deletion: 'Delete' | 'Retain';
}

/** A request of CloudFormation to a custom resource. */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly StackId: string;
  readonly ServiceToken: string;
  readonly ResponseURL: string;
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly ResourceProperties: TextProperties;
  readonly PhysicalResourceId?: string;
  readonly OldResourceProperties?: TextProperties;
}

/** The answer of the function, with the defaults of the provider framework. */
interface CustomResourceAnswer {
  readonly id: string;
  readonly data: Readonly<Record<string, string>>;
}

type Target = Pick<Kept, 'type' | 'provider'>;

/** Makes a request with an id of its own. */
export const newRequest = (
  path: string,
  { type, provider }: Target,
  rest: Pick<CustomResourceRequest, 'RequestType' | 'ResourceProperties' | 'PhysicalResourceId' | 'OldResourceProperties'>,
): CustomResourceRequest => {
  const [stack = '', logicalId = ''] = path.split('/');
  const [, , , region = '', account = ''] = provider.split(':');
  return {
    RequestId: randomUUID(),
    StackId: `arn:aws:cloudformation:${region}:${account}:stack/${stack}/local`,
    ServiceToken: provider,
    // The framework hides the real one from the function.
    ResponseURL: '...',
    ResourceType: type,
    LogicalResourceId: logicalId,
    ...rest,
  };
};

/**
 * Reads what a function returned.
 * @throws {Error} for a deletion that names another resource
 */
export const readAnswer = (request: CustomResourceRequest, returned: unknown): CustomResourceAnswer => {
  const { PhysicalResourceId: id, Data = {} } = (returned ?? {}) as { readonly PhysicalResourceId?: string; readonly Data?: object };
  const answered = id || (request.PhysicalResourceId ?? request.RequestId);
  if (request.RequestType === 'Delete' && answered !== request.PhysicalResourceId)
    throw new Error(`Its physical id cannot change from ${request.PhysicalResourceId} to ${answered} when it is deleted.`);
  return { id: answered, data: Object.fromEntries(Object.entries(Data).map(([name, value]) => [name, String(value)])) };
};

/** Writes numbers and booleans as text, as CloudFormation does. */
export const asText = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asText(member)]));
};
