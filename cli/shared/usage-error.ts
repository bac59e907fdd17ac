/** An error that an operator can fix: its message is printed alone, with exit code 2. */
export class UsageError extends Error {}
