import { MOST_WORKERS } from '@tenantry/cdk-local/lambda/functions';
import { declare } from '../cli/command/declaration.ts';

/** `tenantry start`. */
export const start = declare({
  name: 'start',
  summary: 'runs the whole of Tenantry on this machine',
  description: `Runs the whole of Tenantry on this machine: the synthesised stack, its functions, table, events and
webhooks.`,
  options: {
    webhook: {
      value: '<url>',
      help: 'an endpoint that gets every event; repeatable. Plain http is taken on loopback',
      multiple: true,
    },
    app: { value: '<dir>', help: 'another CDK app whose stacks run beside, such as examples/crm; repeatable', multiple: true },
    port: { value: '<n>', help: 'the port of the API, 0 for any that is free (default: PORT, or 3000)' },
    'data-dir': {
      value: '<dir>',
      help: 'keeps the data in this folder, for one runtime at a time; otherwise it ends with the runtime',
    },
    workers: { value: '<n>', help: `worker processes of all functions together, some 50 MB each (${MOST_WORKERS})` },
    'bus-latency': { value: '<ms>', help: 'how long each PutEvents takes (as if over a network: 30)' },
    'index-lag': {
      value: '<ms>',
      help: 'lets lists that an index answers follow what is written after up to so many milliseconds, as on AWS',
    },
    throttle: { help: "applies the stage's request throttle" },
    logs: { help: "shows the log lines of Tenantry's functions, too, not only of yours" },
    'no-console': { help: 'serves no console, the page at /_console that shows what happens' },
    'no-cache': { help: 'synthesises the stack even if no file of the project changed since the last time' },
  },
  examples: ['', '--webhook http://127.0.0.1:4000 --data-dir data'],
  notes: `PORT                the port of the API, without --port
DYNAMODB_ENDPOINT   another DynamoDB-compatible server to keep the data in, such as
                    http://127.0.0.1:8000
LOG_LEVEL           the level of the functions' log lines: INFO (all), WARN, ERROR or SILENT`,
});
