import type { CreateApiDestinationRequest, CreateConnectionRequest, Target } from '@aws-sdk/client-eventbridge';
import type { EventBridge } from '../eventbridge/event-bridge.ts';
import type { Queues } from '../sqs/queues.ts';
import type { Model, Resource } from '../template/model.ts';
import type { Refuse } from '../template/read-each.ts';
import { SUPPORTED_TYPES } from '../template/supported-types.ts';

type Deploy = (resource: Resource) => void;

/**
 * Creates the template's queues, buses, archives, connections, destinations and rules, in the order
 * in which they need each other; what cannot be created is refused.
 */
export const deployMessaging = (model: Model, queues: Queues, bridge: EventBridge, refuse: Refuse): void => {
  const inOrder: readonly (readonly [string, Deploy])[] = [
    ['AWS::SQS::Queue', (resource) => deployQueue(resource, queues)],
    ['AWS::Events::EventBus', (resource) => deployBus(resource, bridge)],
    ['AWS::Events::Archive', (resource) => deployArchive(resource, bridge)],
    ['AWS::Events::Connection', (resource) => deployConnection(resource, bridge)],
    ['AWS::Events::ApiDestination', (resource) => deployDestination(resource, bridge)],
    ['AWS::Events::Rule', (resource) => deployRule(resource, bridge)],
  ];
  for (const name of existingBuses(model)) bridge.createEventBus({ Name: name });
  // Queues name each other in redrive policies, by ARNs that do not depend on their creation.
  for (const [type, deploy] of inOrder) {
    for (const resource of model.ofType(type)) {
      try {
        deploy(resource);
      } catch (error) {
        refuse(resource, error);
      }
    }
  }
};

/** Returns the buses that the template names without creating them: on AWS they exist already. */
const existingBuses = (model: Model): readonly string[] => {
  const rules = model.ofType('AWS::Events::Rule').map(({ template }) => template.Properties?.EventBusName);
  const archives = model.ofType('AWS::Events::Archive').map(({ template }) => template.Properties?.SourceArn);
  const named = [...rules, ...archives].filter((name) => typeof name === 'string').map((name) => name.slice(name.lastIndexOf('/') + 1));
  const own = model.ofType('AWS::Events::EventBus').map((bus) => bus.reference().ref);
  return [...new Set(named)].filter((name) => name !== 'default' && !own.includes(name));
};

const deployQueue = (resource: Resource, queues: Queues): void => {
  const known = SUPPORTED_TYPES[resource.type]?.used ?? [];
  const { QueueName: _name, ...properties } = resource.properties();
  const attributes = Object.entries(properties).filter(([name]) => known.includes(name)) as [string, string | number | object][];
  const { url, arn, name } = queues.create(resource.reference().attributes.QueueName ?? '', Object.fromEntries(attributes));
  resource.assign({ ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } });
};

const deployBus = (resource: Resource, bridge: EventBridge): void => {
  const name = resource.reference().ref;
  if (name !== 'default') bridge.createEventBus({ Name: name });
};

const deployArchive = (resource: Resource, bridge: EventBridge): void => {
  const { SourceArn, EventPattern, RetentionDays } = resource.properties() as {
    readonly SourceArn?: string;
    readonly EventPattern?: object;
    readonly RetentionDays?: number | string;
  };
  const pattern = EventPattern ? { EventPattern: JSON.stringify(EventPattern) } : {};
  const retention = RetentionDays === undefined ? {} : { RetentionDays: Number(RetentionDays) };
  bridge.createArchive({ ArchiveName: resource.reference().ref, EventSourceArn: SourceArn, ...pattern, ...retention });
};

const deployConnection = (resource: Resource, bridge: EventBridge): void => {
  const { Name: _name, ...properties } = resource.properties();
  const input = { Name: resource.reference().ref, ...properties } as unknown as CreateConnectionRequest;
  assignArn(resource, bridge.createConnection(input).ConnectionArn);
};

const deployDestination = (resource: Resource, bridge: EventBridge): void => {
  const { InvocationRateLimitPerSecond: rate, Name: _name, ...properties } = resource.properties();
  const limit = rate === undefined ? {} : { InvocationRateLimitPerSecond: Number(rate) };
  const input = { Name: resource.reference().ref, ...properties, ...limit } as unknown as CreateApiDestinationRequest;
  assignArn(resource, bridge.createApiDestination(input).ApiDestinationArn);
};

/** Creates a rule with its targets, or replaces it. */
export const deployRule = (resource: Resource, bridge: EventBridge): void => {
  const {
    EventBusName,
    EventPattern,
    ScheduleExpression,
    State,
    Targets = [],
  } = resource.properties() as {
    readonly EventBusName?: string;
    readonly EventPattern?: object;
    readonly ScheduleExpression?: string;
    readonly State?: 'ENABLED' | 'DISABLED';
    readonly Targets?: readonly Target[];
  };
  const at = { ...(EventBusName ? { EventBusName } : {}) };
  const name = resource.reference().ref;
  const when = {
    ...(EventPattern ? { EventPattern: JSON.stringify(EventPattern) } : {}),
    ...(ScheduleExpression ? { ScheduleExpression } : {}),
  };
  assignArn(resource, bridge.putRule({ Name: name, ...at, ...when, ...(State ? { State } : {}) }).RuleArn);
  if (Targets.length > 0) bridge.putTargets({ Rule: name, ...at, Targets: [...Targets] });
};

const assignArn = (resource: Resource, arn: string | undefined): void => {
  if (arn) resource.assign({ attributes: { Arn: arn } });
};
