import type { Part } from '../shared/part.ts';
import { runModel } from './run.ts';

/** Random work by many clients under random faults, held to a model of the API. */
export const modelPart: Part = {
  name: 'model',
  about: 'random work under random faults, held to a model; then what is stored, published and delivered',
  share: { gate: 40, usual: 300, long: 760 },
  run: runModel,
};
