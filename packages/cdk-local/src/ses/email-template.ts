/** The parts of an SES template. */
export interface EmailTemplate {
  readonly subject: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
}

/** A template filled with its data. */
export type Rendered = EmailTemplate;

type Data = Readonly<Record<string, unknown>>;

const variable = /\{\{\s*([\w.-]+)\s*\}\}/g;

/**
 * Replaces each `{{name}}` by its value, unescaped as SES does; throws, naming it, when the data
 * lack one or the template uses more of Handlebars than variables.
 */
export const render = ({ subject, text, html }: EmailTemplate, data: Data): Rendered => ({
  subject: fill(subject, data),
  ...(text !== undefined && { text: fill(text, data) }),
  ...(html !== undefined && { html: fill(html, data) }),
});

const fill = (part: string, data: Data): string => {
  const unsupported = /\{\{\s*[#/^>{!&][^}]*\}\}/.exec(part);
  if (unsupported) throw new Error(`${unsupported[0]} is not rendered in the embedded runtime: only {{variables}} are`);
  return part.replace(variable, (_, path: string) => valueAt(data, path));
};

const valueAt = (data: Data, path: string): string => {
  const value = path.split('.').reduce<unknown>((at, step) => (isData(at) && Object.hasOwn(at, step) ? at[step] : undefined), data);
  if (value === undefined || value === null) throw new Error(`Attribute '${path}' is not present in the rendering data.`);
  return String(value);
};

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;
