import { err, ok, type Result } from '../base/result.ts';

/**
 * The path from the repository's root that `written` means in `directory`; the root itself is `''`.
 * Only what is written is looked at: a symbolic link on the way is the concern of whoever opens the path.
 */
export function repositoryPath(directory: string, written: string): Result<string, string> {
  if (written.startsWith('/')) return err(`"${written}" is absolute; paths start from the image's directory`);
  if (written.includes('\0')) return err('a path holds no NUL character');
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return err(`"${written}" leads out of the repository`);
  }
  return ok(parts.join('/'));
}
