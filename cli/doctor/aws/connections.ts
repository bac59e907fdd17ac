import { type EventBridgeClient, ListConnectionsCommand } from '@aws-sdk/client-eventbridge';
import { everyPage } from '../../shared/every-page.ts';
import { type Finding, fail, joinFirst, ok, pluralize, runbook, warn } from '../finding.ts';
import type { Installation } from './installation.ts';

interface Connection {
  readonly name: string;
  readonly state: string;
}

/**
 * Checks that EventBridge can authenticate to the endpoints, those of the deployment and those of
 * tenants.
 */
export const checkConnections = async (client: EventBridgeClient, installation: Installation): Promise<Finding> => {
  const own = await listConnections(client, `${installation.id}-`);
  const operators = await Promise.all(
    installation
      .ofType('AWS::Events::Connection')
      .map(
        async ({ physicalId }) =>
          (await listConnections(client, physicalId)).find(({ name }) => name === physicalId) ?? toMissing(physicalId),
      ),
  );
  const ofTenants = own.filter(({ name }) => !operators.some((operator) => operator.name === name));
  const refused = operators.filter(isUnauthorised);
  if (refused.length > 0)
    return fail(
      listNames(refused),
      'Look at its StateReason; the secret may have been rotated or removed.',
      runbook('webhook-dead-letters'),
    );
  const theirs = ofTenants.filter(isUnauthorised);
  if (theirs.length > 0) return warn(listNames(theirs), 'Look at its StateReason.', runbook('webhook-reconciler-refusals'));
  return ok(`${pluralize(operators.length, 'connection')} of the deployment and ${ofTenants.length} of tenants authorised`);
};

const isUnauthorised = ({ state }: Connection): boolean =>
  !['AUTHORIZED', 'AUTHORIZING', 'CREATING', 'UPDATING', 'DELETING'].includes(state);

const toMissing = (name: string): Connection => ({ name, state: 'missing' });

const listNames = (connections: readonly Connection[]): string => joinFirst(connections.map(({ name, state }) => `${name} ${state}`));

const listConnections = (client: EventBridgeClient, NamePrefix: string): Promise<readonly Connection[]> =>
  everyPage(async (start) => {
    const { Connections = [], NextToken: next } = await client.send(new ListConnectionsCommand({ NamePrefix, Limit: 100, ...start }));
    return { items: Connections.map(({ Name: name = '', ConnectionState: state = 'unknown' }) => ({ name, state })), next };
  });
