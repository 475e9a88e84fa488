import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { ShownCertificate } from '../system/certificate.ts';
import type { HttpFault } from '../system/http.ts';
import { namesInNow, readIfPresent, writeAtomically } from '../system/storage.ts';

/** A certificate that is believed from now on. */
export interface NewlyKnown {
  readonly host: string;
  readonly fingerprint: string;
  /** Where it is kept: whoever removes the file takes the trust back. */
  readonly file: string;
}

/** Milliseconds for looking at a certificate. */
const TIMEOUT = 10_000;
const EXTENSION = '.pem';

/**
 * Registries that are trusted since they were first seen, as ssh does it: their certificates, a PEM file each, in one
 * folder of the user. What stands there is the only certificate that such a host may show.
 */
export class KnownRegistries {
  readonly #folder: string;
  readonly #onNew: (known: NewlyKnown) => void;

  /** `onNew` is told of every certificate that is trusted from now on. */
  constructor(folder: string, onNew: (known: NewlyKnown) => void) {
    this.#folder = folder;
    this.#onNew = onNew;
  }

  /** Host → absolute path of its certificate. */
  files(): Readonly<Record<string, string>> {
    const names = namesInNow(this.#folder).filter((name) => name.endsWith(EXTENSION));
    // No system takes a colon and a slash in every file name; no host has a plus.
    return Object.fromEntries(
      names.map((name) => [name.slice(0, -EXTENSION.length).replace('+', ':'), join(this.#folder, name)]),
    );
  }

  /** Looks at what a host shows now and trusts it from now on; not what has expired or is made for another name. */
  async meet(host: string, url: URL, signal: AbortSignal): Promise<Result<NewlyKnown, HttpFault>> {
    const { shownCertificate } = await import('../system/certificate.ts');
    const shown = await shownCertificate(url, TIMEOUT, signal);
    if (!shown.ok) return shown;
    if (shown.value.fault) return err(shown.value.fault);
    const file = join(this.#folder, `${host.replace(':', '+')}${EXTENSION}`);
    await writeAtomically(file, noteOf(host, shown.value));
    const known = { host, fingerprint: shown.value.fingerprint, file };
    this.#onNew(known);
    return ok(known);
  }

  /** What is known of a host that shows another certificate now: both fingerprints, in words for people. */
  async compare(file: string, url: URL, signal: AbortSignal): Promise<string> {
    const { fingerprintOf, shownCertificate } = await import('../system/certificate.ts');
    const shown = await shownCertificate(url, TIMEOUT, signal);
    const known = fingerprintOf((await readIfPresent(file))?.toString() ?? '');
    return `known: ${known ?? 'not readable'}, now: ${shown.ok ? shown.value.fingerprint : 'out of reach'}`;
  }
}

function noteOf(host: string, { fingerprint, pem }: ShownCertificate): string {
  return `# ${host}, trusted on first use\n# ${fingerprint}\n${pem}`;
}
