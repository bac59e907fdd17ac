/** The end of a custom resource at a start. */
export interface CustomResourceReport {
  /** `<stack>/<logical id>`. */
  readonly path: string;
  readonly type: string;
  /**
   * `retained` is no longer declared, and left as it is; `waiting` was not tried, because another
   * one failed.
   */
  readonly outcome: 'created' | 'updated' | 'deleted' | 'unchanged' | 'retained' | 'failed' | 'waiting';
  /** Its physical id, when it has one. */
  readonly id?: string;
  /** A sentence, when it failed or waits. */
  readonly reason?: string;
}
