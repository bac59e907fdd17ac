import type { Command, Declaration } from '../command/declaration.ts';

/** A place of the command line, and what may follow it. */
export interface Node {
  /** The commands before it, such as `organizations create`; empty at the beginning. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly summary: string }[];
  readonly options: readonly { readonly name: string; readonly summary: string; readonly values: readonly string[] | undefined }[];
}

/** A group whose commands are loaded. */
export interface LoadedGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly Command[];
}

/** Returns every place of the tree of commands. */
export const nodesOf = (declarations: readonly Declaration[], groups: readonly LoadedGroup[]): readonly Node[] => [
  {
    path: '',
    words: [...declarations, ...groups].map(({ name, summary }) => ({ word: name, summary })),
    options: [HELP],
  },
  ...declarations.map((declaration) => nodeOf(declaration, declaration.name)),
  ...groups.flatMap(({ name, commands }) => [
    { path: name, words: commands.map(({ declaration }) => ({ word: declaration.name, summary: declaration.summary })), options: [HELP] },
    ...commands.map(({ declaration }) => nodeOf(declaration, `${name} ${declaration.name}`)),
  ]),
];

const HELP = { name: 'help', summary: 'prints this text', values: undefined };

const nodeOf = ({ wordChoices = [], options }: Declaration, path: string): Node => ({
  path,
  words: wordChoices.map((word) => ({ word, summary: '' })),
  options: [
    ...Object.entries(options).map(([name, { value, help, choices = [] }]) => ({
      ...{ name, summary: help, values: value === undefined ? undefined : choices },
    })),
    HELP,
  ],
});
