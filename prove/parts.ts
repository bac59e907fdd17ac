import { bugsPart } from './bugs/part.ts';
import { fuzzPart } from './fuzz/part.ts';
import { handsPart } from './hands/hands.ts';
import { modelPart } from './model/part.ts';
import type { Part } from './shared/part.ts';
import { soakPart } from './soak/soak.ts';
import { upgradePart } from './upgrade/part.ts';

/** Every part in the order in which they run. */
export const PARTS: readonly Part[] = [modelPart, bugsPart, fuzzPart, handsPart, soakPart, upgradePart];
