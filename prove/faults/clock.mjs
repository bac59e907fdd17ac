/**
 * Preloaded into the processes of functions: sets their clock by the milliseconds in the file of
 * PROVE_CLOCK, which may change while they run.
 */
import { readFileSync } from 'node:fs';

const file = process.env.PROVE_CLOCK ?? '';
const RealDate = Date;
const READ_EVERY_MS = 250;

const readOffset = () => {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return 0;
  }
};

let offset = readOffset();
setInterval(() => {
  offset = readOffset();
}, READ_EVERY_MS).unref();

const clock = new Proxy(RealDate, {
  construct: (target, args, self) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + offset] : args, self === clock ? target : self),
  get: (target, name) => (name === 'now' ? () => RealDate.now() + offset : Reflect.get(target, name)),
});
globalThis.Date = clock;
