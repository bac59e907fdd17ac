import { startFunctions } from './functions.ts';

// They are made while the CDK is loaded, which is why it is loaded late.
const bundles = startFunctions(process.env);
const { synthesize } = await import('./synthesize.ts');
await synthesize(bundles);
