/** An event that a bus took, with the moment in milliseconds since 1970. */
export interface BusEvent {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly version: number | undefined;
  readonly trace: string;
  readonly at: number;
  readonly start: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly detail: unknown;
}
