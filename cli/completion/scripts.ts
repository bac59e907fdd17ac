import type { Node } from './node.ts';

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** `case` finds what follows a place, or the values of an option that has some. */
const casesOf = ({ path, words, options }: Node): readonly string[] => [
  `    ${quote(path)}) echo ${quote([...words.map(({ word }) => word), ...options.map(({ name }) => `--${name}`)].join(' '))} ;;`,
  ...options.flatMap(({ name, values }) =>
    values === undefined ? [] : [`    ${quote(`${path} --${name}`)}) echo ${quote(values.join(' '))} ;;`],
  ),
];

/** Writes the completion for Bash. */
export const bashCompletion = (nodes: readonly Node[]): string => `# Completion of tenantry, for Bash.
_tenantry_words() {
  case "$1" in
${nodes.flatMap(casesOf).join('\n')}
    *) return 1 ;;
  esac
}

_tenantry() {
  local first=1 path='' word at words
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  if [ "\${COMP_WORDS[0]}" = npx ]; then
    [ "\${COMP_WORDS[1]}" = tenantry ] || return
    first=2
  fi
  for ((at = first; at < COMP_CWORD; at++)); do
    word="\${path:+$path }\${COMP_WORDS[at]}"
    case "\${COMP_WORDS[at]}" in -*) break ;; esac
    _tenantry_words "$word" > /dev/null || break
    path="$word"
  done
  words="$(_tenantry_words "$path $previous")" || words="$(_tenantry_words "$path")"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}

complete -o default -F _tenantry tenantry
# With npx in front; a completion that npx already has is left alone.
complete -p npx > /dev/null 2>&1 || complete -o default -F _tenantry npx
`;

/** Writes the completion for Zsh, which takes that of Bash. */
export const zshCompletion = (nodes: readonly Node[]): string => `autoload -U +X bashcompinit && bashcompinit
${bashCompletion(nodes)}`;

/** Writes the completion for fish. */
export const fishCompletion = (nodes: readonly Node[]): string =>
  `# Completion of tenantry, for fish.\n${nodes.flatMap(fishLines).join('\n')}\n`;

const fishLines = ({ path, words, options }: Node): readonly string[] => {
  const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  const begin = `complete -c tenantry -n ${quote(path === '' ? '__fish_use_subcommand' : seen.join('; and '))}`;
  return [
    ...words.map(({ word, summary }) => `${begin} -f -a ${quote(word)} -d ${quote(summary)}`),
    ...options.map(({ name, summary, values }) =>
      [
        begin,
        `-l ${name}`,
        ...(values === undefined ? [] : ['-r']),
        ...(values?.length ? [`-f -a ${quote(values.join(' '))}`] : []),
        `-d ${quote(summary)}`,
      ].join(' '),
    ),
  ];
};
