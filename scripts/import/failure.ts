/** The call, or the head of the file, is not as it must be; nothing has been sent. */
export class UsageError extends Error {}

/** The import cannot go on. What has been answered stays in the result file, so that the same command resumes it. */
export class ImportHalted extends Error {}
