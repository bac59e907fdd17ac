/** The import cannot go on. What has been answered stays in the result file, so that the same command resumes it. */
export class ImportHalted extends Error {}
