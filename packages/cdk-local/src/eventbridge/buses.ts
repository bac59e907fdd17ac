import type {
  CreateEventBusRequest,
  CreateEventBusResponse,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  DescribeEventBusResponse,
} from '@aws-sdk/client-eventbridge';
import { alreadyExists, notFound, validationError } from '../base/aws-error.ts';
import { required } from './input-checks.ts';
import { arnOf, type EventBus, nameOf, type Registry } from './resources.ts';

/** The bus of a name or ARN (`default` when absent); throws `ResourceNotFoundException`. */
export const findBus = (registry: Registry, nameOrArn: string = 'default'): EventBus => {
  const bus = registry.buses.get(nameOf(nameOrArn));
  if (bus === undefined) throw notFound(`Event bus ${nameOrArn} does not exist.`);
  return bus;
};

/** Adds an empty bus under a free name. */
export const addBus = (registry: Registry, name: string): EventBus => {
  const bus: EventBus = { name, arn: arnOf(registry, `event-bus/${name}`), createdAt: new Date(), rules: new Map() };
  registry.buses.set(name, bus);
  return bus;
};

/** The control plane of event buses, with AWS's inputs, outputs and errors. */
export const busActions = (registry: Registry) => ({
  createEventBus(input: CreateEventBusRequest): CreateEventBusResponse {
    const name = required(input.Name, 'name');
    if (registry.buses.has(name)) throw alreadyExists(`Event bus ${name}`);
    return { EventBusArn: addBus(registry, name).arn };
  },

  describeEventBus(input: DescribeEventBusRequest): DescribeEventBusResponse {
    const { name, arn, createdAt } = findBus(registry, input.Name);
    return { Name: name, Arn: arn, CreationTime: createdAt, LastModifiedTime: createdAt };
  },

  deleteEventBus(input: DeleteEventBusRequest): Record<string, never> {
    const name = required(input.Name, 'name');
    if (name === 'default') throw validationError('Cannot delete event bus default.');
    const bus = registry.buses.get(name);
    if (bus !== undefined && bus.rules.size > 0) throw validationError(`Event bus ${name} has rules and cannot be deleted.`);
    registry.buses.delete(name);
    return {};
  },
});
