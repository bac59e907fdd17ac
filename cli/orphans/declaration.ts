import { AWS_NOTE, declare, INSTALLATION } from '../command/declaration.ts';

/** `tenantry orphaned-endpoints`. */
export const orphanedEndpoints = declare({
  name: 'orphaned-endpoints',
  summary: 'finds webhook endpoints that differ between the table and EventBridge',
  description: `Finds connections, destinations and rules without a webhook endpoint, and endpoints that lack theirs.
These are reconciled, unless it is a dry run.`,
  options: {
    ...INSTALLATION,
    bus: { value: '<name>', help: 'the event bus (default: the output EventBusName of the data stack; with --table, <name>-<stage>)' },
    table: {
      value: '<name>',
      help: 'the table (default: the environment variable TABLE_NAME, or the output TableName of the data stack)',
    },
    delete: {
      help: "removes resources without an endpoint; refuses when they outnumber the endpoints: then the table is probably another stage's",
    },
    force: { help: 'removes them all the same' },
    'dry-run': { help: 'changes nothing; endpoints that lack resources are not reconciled either' },
  },
  examples: ['--stage prod --dry-run', '--stage prod --delete'],
  notes: AWS_NOTE,
});
