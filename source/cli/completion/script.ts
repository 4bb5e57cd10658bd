export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/**
 * The lines that a shell reads once. At each tab they ask `gonogo __complete`, so they are right for every later
 * version, too; it answers with what kind of files may follow, then a line for each word: value, tab, what it is.
 */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return written(BASH);
    case 'zsh':
      return written(ZSH);
    case 'fish':
      return FISH;
  }
}

/** Shells write with dollar and brace what TypeScript would fill in: here it is `@{`. */
function written(script: string): string {
  return script.replaceAll('@{', '$' + '{');
}

const BASH = String.raw`# Completion of gonogo for bash. In ~/.bashrc:
#   source <(gonogo completion bash)
_gonogo() {
  local cur=@{COMP_WORDS[COMP_CWORD]} kind= line
  COMPREPLY=()
  while IFS= read -r line; do
    if [ -z "$kind" ]; then
      kind=$line
    else
      COMPREPLY+=("@{line%%$'\t'*}")
    fi
  done < <(gonogo __complete -- "@{COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [ "$cur" = '=' ] && cur=
  case $kind in
    plans | files)
      local pattern=
      [ "$kind" = plans ] && pattern='!*.md'
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -X "$pattern" -- "$cur")
      if [ "$kind" = plans ]; then
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$cur")
      fi
      compopt -o filenames 2>/dev/null
      ;;
  esac
  # More is to be typed after tag=.
  [ "@{#COMPREPLY[@]}" -eq 1 ] && [[ @{COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -F _gonogo gonogo
`;

const ZSH = String.raw`#compdef gonogo
# Completion of gonogo for zsh. As a file _gonogo in a folder of $fpath, or in ~/.zshrc after compinit:
#   source <(gonogo completion zsh)
_gonogo() {
  local -a lines described
  local kind line
  lines=("@{(@f)$(gonogo __complete -- "@{(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  kind=$lines[1]
  for line in "@{(@)lines[2,-1]}"; do
    [[ -n $line ]] && described+=("@{@{line%%$'\t'*}//:/\\:}:@{line#*$'\t'}")
  done
  (( $#described )) && _describe -V 'gonogo' described
  case $kind in
    plans) _files -g '*.md(-.)' ;;
    files) _files ;;
  esac
}
if [[ $funcstack[1] == _gonogo ]]; then
  _gonogo "$@"
else
  compdef _gonogo gonogo
fi
`;

const FISH = `# Completion of gonogo for fish. As a file ~/.config/fish/completions/gonogo.fish, or:
#   gonogo completion fish | source
function __gonogo_complete
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  set -l lines (gonogo __complete -- $before[2..-1] "$current" 2>/dev/null)
  switch "$lines[1]"
    case plans
      __fish_complete_path "$current" | string match -r '.*(?:/|\\.md)(?:\\t.*)?$'
    case files
      __fish_complete_path "$current"
  end
  for line in $lines[2..-1]
    printf '%s\\n' $line
  end
end
complete -c gonogo -f
complete -c gonogo -a '(__gonogo_complete)'
`;
