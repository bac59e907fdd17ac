/** A quota or constraint of AWS, and where AWS documents it. */
export interface AwsLimit {
  /** The name AWS gives it. */
  readonly name: string;
  /** The default of an account; text where it is no number. */
  readonly value: number | string;
  /** The unit of the value, such as `rules on a bus`. */
  readonly unit?: string;
  /** Regions whose value is another. */
  readonly regions?: Readonly<Record<string, number>>;
  /** Whether AWS raises it on request. */
  readonly adjustable: boolean;
  /** The document of AWS that says so, with its section. */
  readonly source: string;
  /** The month in which the source was read, such as `2026-11`. */
  readonly read: string;
}

/** Returns the value of a limit in a Region. */
export const limitIn = <Value extends number | string>(
  { value, regions }: AwsLimit & { readonly value: Value },
  region: string | undefined,
): Value | number => (region === undefined ? value : (regions?.[region] ?? value));
