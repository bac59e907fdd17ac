import { startRuntime } from '@tenantry/cdk-local/runtime';

const [assembly = 'cdk.out', port = '3000'] = process.argv.slice(2);

const runtime = await startRuntime({
  assembly,
  port: Number(port),
  secrets: (name) => `local-${name}`,
  environment: ({ environment }, { awsUrl }) => ('PRICES' in environment ? { PRICES: `${awsUrl}/prices` } : {}),
  routes: { '/prices': () => ({ tea: 3 }) },
  on: {
    request: ({ method, path, status }) => console.log(`${method} ${path} ${status}`),
    event: ({ 'detail-type': type, detail }) => console.log(type, JSON.stringify(detail)),
    delivery: ({ url, outcome, status }) => console.log(`${url} ${outcome} ${status ?? ''}`),
    log: ({ functionName, line }) => console.log(`${functionName}: ${line}`),
    denied: ({ message }) => console.warn(message),
    warning: (message) => console.warn(message),
    failure: (message) => {
      console.error(message);
      process.exit(1);
    },
  },
});

console.log(`The API is at ${runtime.url}`, runtime.outputs);
await fetch(`${runtime.url}/orders/1`, { method: 'POST', body: '{"kind":"plain"}' });
await runtime.idle();
console.log('What the order caused has been done.');
await runtime.stop();
