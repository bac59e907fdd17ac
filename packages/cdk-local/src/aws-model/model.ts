import { readFileSync } from 'node:fs';

/**
 * A shape of a service model: what an input, or a member of it, must satisfy. Lengths are in
 * characters (code points).
 */
export type Shape = {
  readonly type: string;
  readonly required?: readonly string[];
  /** The members of a structure, by name: the names of their shapes. */
  readonly members?: Readonly<Record<string, string>>;
  /** The shape of a list's items. */
  readonly member?: string;
  /** The shapes of a map's keys and values. */
  readonly key?: string;
  readonly value?: string;
  /** Bounds of a number, of the length of a text, or of the size of a list or map. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Its value is in no error message. */
  readonly sensitive?: boolean;
};

/** The constraints of a service: the input shape of each operation, and the shapes by name. */
export type ServiceConstraints = {
  readonly operations: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Shape>>;
};

/** The services whose inputs are constrained here. */
export type ModelledService = 'events' | 'secretsmanager' | 'sesv2';

type Constraints = {
  /** The package that the constraints come from. */
  readonly source: Readonly<Record<'name' | 'registry' | 'version' | 'released' | 'licence' | 'sha256', string>>;
  readonly services: Readonly<Record<ModelledService, ServiceConstraints>>;
};

/** The constraints of AWS's service models on the inputs of the operations that are served here. */
export const CONSTRAINTS = JSON.parse(readFileSync(new URL('constraints.json', import.meta.url), 'utf8')) as Constraints;
