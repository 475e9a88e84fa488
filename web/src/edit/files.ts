/** A file as somebody edits it. */
export interface EditedFile {
  readonly path: string;
  /** null: it is to be removed. */
  readonly content: string | null;
  /** As it is in the repository; null: not there yet. */
  readonly original: string | null;
  /** base64: bytes that are shown to nobody and kept as they are. */
  readonly encoding: 'utf-8' | 'base64';
  readonly executable: boolean;
}

/** What somebody has written and not saved. */
export interface Draft {
  /** The commit that it was begun at. */
  readonly base: string;
  readonly files: readonly EditedFile[];
}

export function isChanged({ content, original }: EditedFile): boolean {
  return content !== original;
}

/** The files with one of them, by its path, put in the place of the one before. */
export function withFile(files: readonly EditedFile[], file: EditedFile): readonly EditedFile[] {
  const isThere = files.some(({ path }) => path === file.path);
  return isThere ? files.map((each) => (each.path === file.path ? file : each)) : [...files, file];
}

const keyOf = (what: string) => `caskwright draft ${what}`;

/** Keeps what is not saved in this browser, so that it is there after a reload; undefined: there is nothing any more. */
export function keepDraft(what: string, draft: object | undefined): void {
  try {
    if (draft === undefined) localStorage.removeItem(keyOf(what));
    else localStorage.setItem(keyOf(what), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing, or has no room: the text is on the page all the same.
  }
}

/** What was kept. */
export function keptDraft<T>(what: string): T | undefined {
  const text = localStorage.getItem(keyOf(what));
  return text === null ? undefined : (JSON.parse(text) as T);
}
