/** The export cannot continue, and there is no file. */
export class ExportHalted extends Error {
  /** The status of the answer that ended it; `undefined` when there was none. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}
