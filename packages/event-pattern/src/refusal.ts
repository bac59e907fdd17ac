/** Thrown for a pattern that EventBridge would not compile, under the name of its exception. */
export class InvalidEventPattern extends Error {
  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
    this.name = 'InvalidEventPatternException';
  }
}

export const invalidPattern = (reason: string): InvalidEventPattern => new InvalidEventPattern(reason);
