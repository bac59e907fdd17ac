/** A resource in a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The resources of a template by their logical ids. */
export type Resources = Readonly<Record<string, TemplateResource>>;
