import type { Model, Resource } from '../template/model.ts';

/** The fate of a resource that is no longer in the template. */
export type Policy = 'Delete' | 'Retain';

/** A custom resource of the template whose provider can be run. */
export interface CustomResource {
  readonly resource: Resource;
  /** The function of the provider framework, which CloudFormation would call. */
  readonly provider: string;
  /** The function of the app that the framework calls. */
  readonly onEvent: string;
  readonly deletion: Policy;
  readonly replacement: Policy;
}

/**
 * Reads a custom resource of the CDK's provider framework (`custom-resources.Provider`).
 * @throws {Error} when its provider is another one
 */
export const customResource = (resource: Resource, model: Model): CustomResource => {
  const { ServiceToken: token } = resource.properties();
  const provider = model.ofType('AWS::Lambda::Function').find((found) => found.reference().attributes.Arn === token);
  const { Variables = {} } = (provider?.properties().Environment ?? {}) as { readonly Variables?: Readonly<Record<string, unknown>> };
  const { USER_ON_EVENT_FUNCTION_ARN: onEvent, USER_IS_COMPLETE_FUNCTION_ARN: isComplete } = Variables;
  if (typeof onEvent !== 'string') throw new Error("only those of the CDK's provider framework are run");
  if (isComplete !== undefined) throw new Error('a provider that has `isCompleteHandler` is not run');
  const { DeletionPolicy, UpdateReplacePolicy } = resource.template;
  return {
    ...{ resource, provider: String(token), onEvent },
    ...{ deletion: policyOf(DeletionPolicy), replacement: policyOf(UpdateReplacePolicy) },
  };
};

// `RetainExceptOnCreate` deletes what a failed deployment has created: here that is kept.
const policyOf = (policy: string | undefined): Policy => (policy === undefined || policy === 'Delete' ? 'Delete' : 'Retain');
