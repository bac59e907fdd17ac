import { applyCustomResources, assignCustomResource } from './custom-resources/apply.ts';
import { customResource } from './custom-resources/definition.ts';
import type { CustomResourceReport } from './custom-resources/report.ts';
import { openState } from './custom-resources/state.ts';
import { deployRule } from './deploy/messaging.ts';
import type { DeployedFunctions, Start } from './deployment.ts';
import type { EventBridge } from './eventbridge/event-bridge.ts';
import { readEach } from './template/read-each.ts';
import { isCustomResource } from './template/supported-types.ts';

interface Running {
  readonly functions: DeployedFunctions;
  readonly bridge: EventBridge;
}

/**
 * Opens the custom resources of the template. Those that an earlier start made have their ids and
 * attributes at once, before anything that names them is read.
 *
 * @returns what applies them, once all else runs
 */
export const openCustomResources = ({ model, options, journal, refuse, warn }: Start): ((running: Running) => Promise<void>) => {
  const state = openState(journal);
  const resources = model.resources.filter(({ type }) => isCustomResource(type));
  for (const resource of resources) assignCustomResource(resource, state);

  const report = (end: CustomResourceReport): void => {
    if (options.on.customResource) options.on.customResource(end);
    else if (end.reason !== undefined) warn(`${end.type} ${end.path}: ${end.reason}`);
  };

  return async ({ functions, bridge }) => {
    const definitions = readEach(resources, (resource) => customResource(resource, model), refuse);
    const providerOf = new Map(definitions.map(({ onEvent, provider }) => [onEvent, provider]));
    await applyCustomResources({
      ...{ model, definitions, state, report },
      async invoke(onEvent, request) {
        // As the framework's role. Its own code would only add the answer to CloudFormation.
        const provider = providerOf.get(onEvent) ?? request.ServiceToken;
        if (!functions.rightsOf(provider).invoke(onEvent)) throw new Error(`The role of ${provider} may not invoke ${onEvent}.`);
        return functions.invoke(onEvent, request);
      },
    });
    const isNaming = ({ resource: { type } }: { readonly resource: { readonly type: string } }) => isCustomResource(type);
    // Their patterns have what is known only now.
    for (const rule of model.ofType('AWS::Events::Rule'))
      if (model.referencesOf(rule).some(isNaming)) readEach([rule], (resource) => deployRule(resource, bridge), refuse);
  };
};
