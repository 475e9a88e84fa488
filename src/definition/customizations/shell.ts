/** A text as one word of a POSIX shell, whatever is in it but NUL and line ends (which a RUN cannot hold). */
export function word(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Writes any text to a file that `target` (a word of the shell) names; `>>` appends. */
export function write(text: string, target: string, how: '>' | '>>' = '>'): string {
  if (text === '') return `: ${how} ${target}`;
  return `printf %s ${Buffer.from(text).toString('base64')} | base64 -d ${how} ${target}`;
}

/** Makes the folder that a path is in; the root is there. */
export function makeFolderOf(path: string): readonly string[] {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return folder === '' ? [] : [`mkdir -p ${word(folder)}`];
}
