import { startFunctions } from '../src/lambda/functions.ts';
import { lambdaDefinition } from './lambda-definition.ts';

// A program with a function, for tests that end it: it invokes the function once, and lets it
// finish on SIGINT.
const [directory = '', port = '', name = ''] = process.argv.slice(2);
const functions = startFunctions({
  definitions: [lambdaDefinition(directory, name, { timeoutSeconds: 60 })],
  environmentOf: () => ({ PORT: port, NAME: name }),
  onLog: ({ line }) => console.error(line),
});
const answer = functions.invoke(name, {});

process.once('SIGINT', async () => {
  console.log('draining');
  console.log(await answer);
  await functions.stop();
});
