import { type EventBridgeClient, ListConnectionsCommand, type ListConnectionsResponse } from '@aws-sdk/client-eventbridge';
import { counted, type Finding, fail, listed, ok, runbook, warn } from '../finding.ts';
import type { Installation } from './installation.ts';

interface Connection {
  readonly name: string;
  readonly state: string;
}

/** EventBridge can sign in at the endpoints: those of the deployment, and those that tenants made. */
export const checkConnections = async (client: EventBridgeClient, installation: Installation): Promise<Finding> => {
  const own = await connectionsNamed(client, `${installation.id}-`);
  const operators = await Promise.all(
    installation
      .ofType('AWS::Events::Connection')
      .map(
        async ({ physicalId }) =>
          (await connectionsNamed(client, physicalId)).find(({ name }) => name === physicalId) ?? missing(physicalId),
      ),
  );
  const ofTenants = own.filter(({ name }) => !operators.some((operator) => operator.name === name));
  const deaf = operators.filter(isUnauthorised);
  if (deaf.length > 0)
    return fail(namesOf(deaf), 'Look at its StateReason; the secret may have been rotated or removed.', runbook('webhook-dead-letters'));
  const theirs = ofTenants.filter(isUnauthorised);
  if (theirs.length > 0) return warn(namesOf(theirs), 'Look at its StateReason.', runbook('webhook-reconciler-refusals'));
  return ok(`${counted(operators.length, 'connection')} of the deployment and ${ofTenants.length} of tenants authorised`);
};

const isUnauthorised = ({ state }: Connection): boolean =>
  !['AUTHORIZED', 'AUTHORIZING', 'CREATING', 'UPDATING', 'DELETING'].includes(state);

const missing = (name: string): Connection => ({ name, state: 'missing' });

const namesOf = (connections: readonly Connection[]): string => listed(connections.map(({ name, state }) => `${name} ${state}`));

const connectionsNamed = async (client: EventBridgeClient, NamePrefix: string): Promise<readonly Connection[]> => {
  const found: Connection[] = [];
  let NextToken: string | undefined;
  do {
    const page: ListConnectionsResponse = await client.send(
      new ListConnectionsCommand({ NamePrefix, Limit: 100, ...(NextToken !== undefined && { NextToken }) }),
    );
    found.push(...(page.Connections ?? []).map(({ Name = '', ConnectionState: state = 'unknown' }) => ({ name: Name, state })));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
};
