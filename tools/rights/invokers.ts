import type { Say, SynthesizedStack } from './names.ts';
import { namesIn } from './names.ts';
import { placeOf, resourcesOf, serviceName } from './policies.ts';

/**
 * Lists who may invoke each function, by the function's path: routes, streams and queues, rules and
 * other services.
 */
export const invokersOf = (stacks: readonly SynthesizedStack[]): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const stack of stacks) {
    const say = namesIn(stack, stacks);
    for (const [id] of resourcesOf(stack, 'AWS::Lambda::Function')) {
      const path = placeOf(stack, id);
      found.set(path, [...routesTo(id, stack), ...sourcesOf(id, stack, say), ...permittedTo(id, stack, say)]);
    }
  }
  return found;
};

const refersTo = (value: unknown, id: string): boolean => new RegExp(`"(Ref|Fn::GetAtt)":\\[?"${id}"`).test(JSON.stringify(value ?? ''));

const routesTo = (id: string, stack: SynthesizedStack): readonly string[] => {
  const integrations = resourcesOf(stack, 'AWS::ApiGatewayV2::Integration')
    .filter(([, { Properties }]) => refersTo(Properties?.IntegrationUri, id))
    .map(([integration]) => integration);
  return resourcesOf(stack, 'AWS::ApiGatewayV2::Route')
    .filter(([, { Properties }]) => integrations.some((integration) => refersTo(Properties?.Target, integration)))
    .map(([, { Properties }]) => String(Properties?.RouteKey));
};

const sourcesOf = (id: string, stack: SynthesizedStack, say: Say): readonly string[] =>
  resourcesOf(stack, 'AWS::Lambda::EventSourceMapping')
    .filter(([, { Properties }]) => refersTo(Properties?.FunctionName, id))
    .map(([, { Properties }]) => say(Properties?.EventSourceArn));

const permittedTo = (id: string, stack: SynthesizedStack, say: Say): readonly string[] =>
  resourcesOf(stack, 'AWS::Lambda::Permission')
    .filter(([, { Properties }]) => refersTo(Properties?.FunctionName, id))
    .map(([, { Properties }]) => `${serviceName(say(Properties?.Principal))} for ${say(Properties?.SourceArn ?? 'anybody')}`);
