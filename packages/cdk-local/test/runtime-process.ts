import { startRuntime } from '../src/runtime.ts';

// A runtime in a process of its own, for tests that end it or what it starts: it prints a JSON line
// for each thing that happens.
const [assembly = '', dataDir] = process.argv.slice(2);
const say = (line: object): void => console.log(JSON.stringify(line));

const runtime = await startRuntime({
  assembly,
  port: 0,
  timeScale: 0.05,
  secrets: () => '{"token":"sesame"}',
  ...(dataDir && { dataDir }),
  on: { warning: (warning) => say({ warning }), failure: (failure) => say({ failure }), delivery: (delivery) => say({ delivery }) },
});
say({ url: runtime.url, awsUrl: runtime.awsUrl });
process.once('SIGTERM', () => void runtime.stop().then(() => process.exit(0)));
