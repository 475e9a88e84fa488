import {
  chmodSync,
  closeSync,
  constants,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';

/** What a new entry gets. */
export interface Ownership {
  /** Permission bits, setuid and the like included. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Modification, seconds since 1970. */
  readonly seconds: number;
}

/** A path that leads out of the folder, or through something that is no folder; the message is for people. */
export class PathRefused extends Error {}

/** As many links as Linux follows before it says ELOOP. */
const MAX_LINKS = 40;

/**
 * A folder that is filled with what somebody else says, as the root of a file system of its own. Links in it mean what
 * they would mean there; a path that leads above it is refused, by its own `..` or by a link's (S33). Nobody else may
 * write in the folder meanwhile. Names are bytes, held as latin1 text.
 */
export class RootFolder {
  readonly #root: string;
  /** Folders whose times are set at the end: writing into them sets them again. */
  readonly #times = new Map<string, number>();
  readonly #owned: boolean;

  /** `root` is an empty folder. `owned`: entries get their owners, which only root may give. */
  constructor(root: string, owned: boolean) {
    this.#root = root;
    this.#owned = owned;
  }

  /** Where a path of the root leads, its last part not followed. `''` is the root itself. */
  resolve(path: string): string {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) return '';
    const parent = this.#follow(parts, true) ?? '';
    return parent === '' ? name : `${parent}/${name}`;
  }

  /** Where a path of the root leads through every link, on this machine; undefined where it leads to nothing. */
  find(path: string): string | undefined {
    const found = this.#follow(partsOf(path), false);
    return found === undefined ? undefined : this.#real(found).toString();
  }

  /** The names in the folder that a path leads to; none where it is no folder. */
  list(path: string): readonly string[] {
    const found = this.#follow(partsOf(path), false);
    return found !== undefined && this.kindOf(found) === 'directory' ? this.namesIn(found) : [];
  }

  /** What stands at a resolved path. */
  kindOf(path: string): 'directory' | 'file' | 'symlink' | 'absent' {
    const found = lstatSync(this.#real(path), { throwIfNoEntry: false });
    if (!found) return 'absent';
    if (found.isDirectory()) return 'directory';
    return found.isSymbolicLink() ? 'symlink' : 'file';
  }

  /** Names in a resolved folder. */
  namesIn(path: string): readonly string[] {
    return readdirSync(this.#real(path), { encoding: 'latin1' });
  }

  /** Makes a folder, or gives the one that is there other attributes. */
  directory(path: string, owner: Ownership): void {
    const resolved = this.resolve(path);
    if (this.kindOf(resolved) !== 'directory') {
      this.#makeRoom(resolved);
      mkdirSync(this.#real(resolved), { mode: 0o700 });
    }
    this.#settle(resolved, owner);
    this.#times.set(resolved, owner.seconds);
  }

  /** Makes a file in the place of whatever was there. Close it in any case. */
  file(path: string, owner: Ownership): NewRootFile {
    const resolved = this.resolve(path);
    this.#makeRoom(resolved);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    return new NewRootFile(openSync(this.#real(resolved), flags, 0o600), () => this.#settle(resolved, owner));
  }

  symlink(path: string, target: string, owner: Ownership): void {
    const resolved = this.resolve(path);
    this.#makeRoom(resolved);
    symlinkSync(Buffer.from(target, 'latin1'), this.#real(resolved));
    if (this.#owned) lchownSync(this.#real(resolved), owner.uid, owner.gid);
    lutimesSync(this.#real(resolved), owner.seconds, owner.seconds);
  }

  /** A second name for a file that is there already. */
  link(path: string, target: string): void {
    const existing = this.resolve(target);
    if (['absent', 'directory'].includes(this.kindOf(existing))) {
      throw new PathRefused(`${shown(path)} is a hard link to ${shown(target)}, which is no file of the image`);
    }
    const resolved = this.resolve(path);
    if (resolved === existing) return;
    this.#makeRoom(resolved);
    linkSync(this.#real(existing), this.#real(resolved));
  }

  /** Removes what stands at a resolved path, with all that is below. */
  remove(path: string): void {
    if (path === '') return;
    rmSync(this.#real(path), { recursive: true, force: true });
    for (const known of this.#times.keys()) {
      if (known === path || known.startsWith(`${path}/`)) this.#times.delete(known);
    }
  }

  /** Gives the folders their times. */
  finish(): void {
    for (const [path, seconds] of this.#times) lutimesSync(this.#real(path), seconds, seconds);
  }

  /** Where `parts` lead; missing folders are made with `make`, else it is undefined. */
  #follow(parts: readonly string[], make: boolean): string | undefined {
    const left = parts.toReversed();
    let at: readonly string[] = [];
    let links = 0;
    for (let part = left.pop(); part !== undefined; part = left.pop()) {
      if (part === '..') {
        if (at.length === 0) throw new PathRefused(`${shown(parts.join('/'))} leads out of the image through a link`);
        at = at.slice(0, -1);
        continue;
      }
      const here = [...at, part].join('/');
      const kind = this.kindOf(here);
      if (kind === 'file' && make)
        throw new PathRefused(`${shown(here)} is a file, and something is to stand below it`);
      if (kind === 'absent' && !make) return undefined;
      if (kind === 'absent') this.directory(here, { mode: 0o755, uid: 0, gid: 0, seconds: 0 });
      if (kind !== 'symlink') {
        at = [...at, part];
        continue;
      }
      links += 1;
      if (links > MAX_LINKS) throw new PathRefused(`${shown(parts.join('/'))} leads through links without end`);
      const target = readlinkSync(this.#real(here), { encoding: 'latin1' });
      if (target.startsWith('/')) at = [];
      left.push(...split(target).toReversed());
    }
    return at.join('/');
  }

  #makeRoom(path: string): void {
    if (path === '') throw new PathRefused('an entry is to stand in place of the image’s root');
    if (this.kindOf(path) !== 'absent') this.remove(path);
  }

  #settle(path: string, { mode, uid, gid, seconds }: Ownership): void {
    const real = this.#real(path);
    // The owner first: changing it takes setuid away.
    if (this.#owned) lchownSync(real, uid, gid);
    chmodSync(real, mode);
    lutimesSync(real, seconds, seconds);
  }

  #real(path: string): Buffer {
    return Buffer.concat([Buffer.from(`${this.#root}/`), Buffer.from(path, 'latin1')]);
  }
}

/** A file that is being written. */
export class NewRootFile {
  readonly #descriptor: number;
  readonly #settle: () => void;

  constructor(descriptor: number, settle: () => void) {
    this.#descriptor = descriptor;
    this.#settle = settle;
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
  }

  close(): void {
    closeSync(this.#descriptor);
    this.#settle();
  }
}

/** The parts of a path that an archive names: none of them leads upwards, and it does not begin at the root. */
function partsOf(path: string): string[] {
  if (path.startsWith('/')) throw new PathRefused(`${shown(path)} is an absolute path`);
  if (path.includes('\0')) throw new PathRefused('a path has a zero byte');
  const parts = split(path);
  if (parts.includes('..')) throw new PathRefused(`${shown(path)} has a part ".."`);
  return parts;
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function shown(path: string): string {
  return JSON.stringify(Buffer.from(path, 'latin1').toString()).slice(1, -1);
}
