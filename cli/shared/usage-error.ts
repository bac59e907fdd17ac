/** What an operator can mend: told by its message alone, with exit code 2. */
export class UsageError extends Error {}
