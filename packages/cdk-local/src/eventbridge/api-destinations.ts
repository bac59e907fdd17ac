import { randomUUID } from 'node:crypto';
import type {
  CreateApiDestinationRequest,
  CreateApiDestinationResponse,
  DeleteApiDestinationRequest,
  DescribeApiDestinationRequest,
  DescribeApiDestinationResponse,
  ListApiDestinationsRequest,
  ListApiDestinationsResponse,
  UpdateApiDestinationRequest,
} from '@aws-sdk/client-eventbridge';
import { alreadyExists, notFound, quotaReached, validationError } from '../base/aws-error.ts';
import { connectionByArn } from './connections.ts';
import { page, required } from './input-checks.ts';
import { LIMITS } from './limits.ts';
import { type ApiDestination, arnOf, nameOf, type Registry } from './resources.ts';

const isLoopback = (hostname: string): boolean => hostname === 'localhost' || hostname.startsWith('127.');

const checkedEndpoint = (value: string | undefined): string => {
  const endpoint = required(value, 'invocationEndpoint');
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  // AWS accepts https only; plain http on loopback lets a developer receive requests on this
  // machine.
  const allowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!allowed) throw validationError(`Parameter InvocationEndpoint is not valid: ${endpoint}`);
  return endpoint;
};

const checkedConnection = (registry: Registry, value: string | undefined): string => {
  const arn = required(value, 'connectionArn');
  if (connectionByArn(registry, arn) === undefined) throw notFound(`Connection '${arn}' does not exist.`);
  return arn;
};

const state = (registry: Registry, destination: ApiDestination) =>
  connectionByArn(registry, destination.connectionArn) === undefined ? 'INACTIVE' : 'ACTIVE';

const summary = (registry: Registry, destination: ApiDestination): CreateApiDestinationResponse => ({
  ApiDestinationArn: destination.arn,
  ApiDestinationState: state(registry, destination),
  CreationTime: destination.createdAt,
  LastModifiedTime: destination.modifiedAt,
});

const listed = (registry: Registry, destination: ApiDestination) => ({
  ...summary(registry, destination),
  Name: destination.name,
  ConnectionArn: destination.connectionArn,
  InvocationEndpoint: destination.endpoint,
  HttpMethod: destination.method as 'POST',
  InvocationRateLimitPerSecond: destination.rate,
});

const findDestination = (registry: Registry, name: string | undefined): ApiDestination => {
  const destination = registry.destinations.get(required(name, 'name'));
  if (destination === undefined) throw notFound(`Failed to describe the ApiDestination. An ApiDestination '${name}' does not exist.`);
  return destination;
};

/** The API destination of an ARN, if it still exists. */
export const destinationByArn = (registry: Registry, arn: string): ApiDestination | undefined => {
  const destination = registry.destinations.get(nameOf(arn.slice(0, arn.lastIndexOf('/'))));
  return destination?.arn === arn ? destination : undefined;
};

/**
 * The control plane of API destinations, with AWS's inputs, outputs and errors; plain http is taken
 * on loopback.
 */
export const destinationActions = (registry: Registry) => {
  const store = (destination: ApiDestination): CreateApiDestinationResponse => {
    registry.destinations.set(destination.name, destination);
    return summary(registry, destination);
  };

  return {
    createApiDestination(input: CreateApiDestinationRequest): CreateApiDestinationResponse {
      const name = required(input.Name, 'name');
      if (registry.destinations.has(name)) throw alreadyExists(`ApiDestination ${name}`);
      const { destinations: quota } = registry.quotas;
      if (registry.destinations.size >= quota) throw quotaReached(quota, 'API destinations');
      const at = new Date();
      return store({
        name,
        arn: arnOf(registry, `api-destination/${name}/${randomUUID()}`),
        description: input.Description,
        connectionArn: checkedConnection(registry, input.ConnectionArn),
        endpoint: checkedEndpoint(input.InvocationEndpoint),
        method: required(input.HttpMethod, 'httpMethod'),
        rate: input.InvocationRateLimitPerSecond ?? LIMITS.invocationsPerDestination.value,
        createdAt: at,
        modifiedAt: at,
      });
    },

    updateApiDestination(input: UpdateApiDestinationRequest): CreateApiDestinationResponse {
      const old = findDestination(registry, input.Name);
      return store({
        ...old,
        description: input.Description ?? old.description,
        connectionArn: checkedConnection(registry, input.ConnectionArn ?? old.connectionArn),
        endpoint: checkedEndpoint(input.InvocationEndpoint ?? old.endpoint),
        method: input.HttpMethod ?? old.method,
        rate: input.InvocationRateLimitPerSecond ?? old.rate,
        modifiedAt: new Date(),
      });
    },

    describeApiDestination(input: DescribeApiDestinationRequest): DescribeApiDestinationResponse {
      const destination = findDestination(registry, input.Name);
      return { ...listed(registry, destination), Description: destination.description };
    },

    deleteApiDestination(input: DeleteApiDestinationRequest): Record<string, never> {
      registry.destinations.delete(findDestination(registry, input.Name).name);
      return {};
    },

    listApiDestinations(input: ListApiDestinationsRequest): ListApiDestinationsResponse {
      const found = [...registry.destinations.values()].filter(
        ({ name, connectionArn }) => name.startsWith(input.NamePrefix ?? '') && (input.ConnectionArn ?? connectionArn) === connectionArn,
      );
      const { items, ...rest } = page(found, input);
      return { ApiDestinations: items.map((item) => listed(registry, item)), ...rest };
    },
  };
};
