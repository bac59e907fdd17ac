/** An option of a command, by its name in the declaration. */
export interface OptionDeclaration {
  /** The name of its value in the help, such as `<stage>`; an option without one is a flag. */
  readonly value?: string;
  readonly help: string;
  /** The option may be given more than once. */
  readonly multiple?: true;
  /** The heading that it has in the help. */
  readonly group?: string;
  /** Values that a shell completes. */
  readonly choices?: readonly string[];
}

export type Options = Readonly<Record<string, OptionDeclaration>>;

/** A command as data: parser, help, completion and documents come from it. */
export interface Declaration<O extends Options = Options> {
  readonly name: string;
  /** One line of the list of commands. */
  readonly summary: string;
  /** The first lines of its help, where the summary says too little. */
  readonly description?: string;
  /** Its words that are no options, such as `<file>`. */
  readonly words?: string;
  /** Words that a shell completes. */
  readonly wordChoices?: readonly string[];
  readonly options: O;
  /** The end of its help. */
  readonly notes?: string;
  /** Arguments of calls that somebody might copy. */
  readonly examples?: readonly string[];
}

/** The values of the options that were given. */
export type Values<O extends Options> = {
  readonly [K in keyof O]?: O[K] extends { readonly multiple: true }
    ? readonly string[]
    : O[K] extends { readonly value: string }
      ? string
      : boolean;
};

/** The arguments of a call. */
export interface Given<O extends Options> {
  readonly values: Values<O>;
  readonly words: readonly string[];
}

/** A command that can be run. */
export interface Command {
  readonly declaration: Declaration;
  run(given: Given<Options>): Promise<void>;
}

/** Commands below one word, such as those of a resource. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  load(): Promise<readonly Command[]>;
}

/** Joins a declaration and what runs it, which is loaded when it runs. */
export const command = <const O extends Options>(declaration: Declaration<O>, run: (given: Given<O>) => Promise<void>): Command => ({
  declaration,
  run: (given) => run(given as Given<O>),
});

/** Declares a command; the type of its options is kept. */
export const declare = <const O extends Options>(declaration: Declaration<O>): Declaration<O> => declaration;

/** The options that name an installation. */
export const INSTALLATION = {
  stage: { value: '<stage>', help: 'the stage of the installation, such as prod' },
  name: { value: '<name>', help: 'its name, where it is not tenantry' },
} as const satisfies Options;

/** The option that names a local runtime; `localAddress` reads it. */
export const LOCAL_RUNTIME = {
  url: { value: '<address>', help: 'where the local runtime is (default: TENANTRY_URL, or http://127.0.0.1:3000)' },
} as const satisfies Options;

/** A line of the help of whatever calls AWS. */
export const AWS_NOTE = 'Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE, …).';
