import { declare, LOCAL_RUNTIME } from '../command/declaration.ts';

/** `tenantry listen`. */
export const listen = declare({
  name: 'listen',
  summary: 'creates a webhook endpoint on this machine and shows what arrives',
  description: `Receives the webhooks of the local runtime here, verifies their signatures and prints them, until
Ctrl-C.`,
  options: {
    ...LOCAL_RUNTIME,
    events: { value: '<name>[,<name>…]', help: 'what to subscribe to, separated by commas (default: everything)' },
    reseller: { value: '<id>', help: 'only the events of this reseller' },
    port: { value: '<port>', help: 'where to listen (default: a free port)' },
    answer: { value: '<status>', help: 'the status to answer (default: 200); 500 shows retries, 410 a dead letter' },
    delay: { value: '<ms>', help: 'milliseconds to wait before it answers; over 5000 is a timeout' },
    json: { help: 'prints one JSON object for each webhook instead' },
  },
  examples: ["--events 'reseller.organization.*'", '--answer 500'],
  notes: `It creates a webhook endpoint through the API, with a token of the local issuer, and deletes it at the
end. A deployed installation accepts no endpoint on this machine: there, name your own tunnel with
\`npx tenantry webhooks create\`.`,
});
