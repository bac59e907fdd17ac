/**
 * The import cannot continue. All answers stay in the result file, so that the same command resumes
 * it.
 */
export class ImportHalted extends Error {}
