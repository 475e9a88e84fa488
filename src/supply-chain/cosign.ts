import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Signer, Subject } from '../build/ports/supply-chain.ts';
import { removeFiles, writePrivate } from '../system/folder-files.ts';
import { type Access, findTool, runTool, type Tool } from './tool.ts';

/** Where cosign finds the private key of `signing: key`: PEM, encrypted with the password of the next one. */
const KEY_VARIABLE = 'CASKWRIGHT_SIGNING_KEY';
const PASSWORD_VARIABLE = 'CASKWRIGHT_SIGNING_PASSWORD';

/** Its own settings, and what GitHub and GitLab give a job to prove who it is with. */
const PREFIXES = ['COSIGN_', 'SIGSTORE_', 'TUF_', 'ACTIONS_ID_TOKEN_', 'GITHUB_', 'GITLAB_', 'CI_'];

/** What signs, or what is missing. `folder` is private to the run. */
export async function createCosign(
  by: 'key' | 'keyless',
  access: Access,
  folder: string,
): Promise<Result<Signer, Failure>> {
  const tool = await findTool('cosign', access, PREFIXES);
  if (!tool) return err(missing('signing wants images signed, and cosign is not installed here', 'install cosign'));
  const { [KEY_VARIABLE]: key, [PASSWORD_VARIABLE]: password = '' } = access.environment;
  if (by === 'keyless') return ok(new Cosign(tool, access, folder));
  if (!key) {
    return err(missing(`signing is by key, and ${KEY_VARIABLE} is not set`, 'make one: cosign generate-key-pair'));
  }
  return ok(
    new Cosign(
      { ...tool, env: { ...tool.env, [KEY_VARIABLE]: key, COSIGN_PASSWORD: password } },
      access,
      folder,
      `env://${KEY_VARIABLE}`,
    ),
  );
}

function missing(message: string, suggestion: string): Failure {
  return { phase: 'publish', reason: 'tool-missing', message, suggestion, lastLines: [] };
}

class Cosign implements Signer {
  readonly name = 'cosign';
  readonly #tool: Tool;
  readonly #folder: string;
  /** Absent: the machine proves who it is. */
  readonly #key: string | undefined;
  readonly #registry: readonly string[];
  #statements = 0;
  #flags: Promise<Result<readonly string[], Failure>> | undefined;
  #publicKey: Promise<Result<string, Failure>> | undefined;

  constructor(tool: Tool, { insecure }: Access, folder: string, key?: string) {
    this.#tool = tool;
    this.#folder = folder;
    this.#key = key;
    this.#registry = insecure ? ['--allow-insecure-registry', '--allow-http-registry'] : [];
  }

  async sign(subject: Subject, signal: AbortSignal): Promise<Result<void, Failure>> {
    const standing = await this.#isSigned(subject, signal);
    if (!standing.ok || standing.value) return standing.ok ? ok(undefined) : standing;
    return this.#write('sign', [], subject, signal);
  }

  async attest(
    subject: Subject,
    { type, content }: Parameters<Signer['attest']>[1],
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    this.#statements += 1;
    const predicate = join(this.#folder, `statement-${this.#statements}.json`);
    await writePrivate(predicate, content);
    const written = await this.#write('attest', [`--type=${type}`, `--predicate=${predicate}`], subject, signal);
    await removeFiles([predicate]);
    return written;
  }

  async #write(
    command: 'sign' | 'attest',
    args: readonly string[],
    { repository, digest }: Subject,
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    this.#flags ??= this.#flagsOf(signal);
    const flags = await this.#flags;
    if (!flags.ok) return flags;
    const all = [command, '--yes', ...flags.value, ...this.#registry, ...args, `${repository}@${digest}`];
    const ran = await runTool(this.#tool, all, signal);
    return ran.ok ? ok(undefined) : ran;
  }

  /** A signature by key goes into no public log. Versions from 3 on want to be told where that stands: their help says so. */
  async #flagsOf(signal: AbortSignal): Promise<Result<readonly string[], Failure>> {
    if (this.#key === undefined) return ok([]);
    const help = await runTool(this.#tool, ['sign', '--help'], signal);
    if (!help.ok) return help;
    const isNew = Buffer.from(help.value).includes('--use-signing-config');
    return ok([`--key=${this.#key}`, '--tlog-upload=false', ...(isNew ? ['--use-signing-config=false'] : [])]);
  }

  /** Whether the same key has signed it before. An identity can be checked by those alone who know what it should be. */
  async #isSigned({ repository, digest }: Subject, signal: AbortSignal): Promise<Result<boolean, Failure>> {
    if (this.#key === undefined) return ok(false);
    this.#publicKey ??= this.#writePublicKey(this.#key, signal);
    const key = await this.#publicKey;
    if (!key.ok) return key;
    const flags = [`--key=${key.value}`, '--insecure-ignore-tlog=true', ...this.#registry];
    const verified = await runTool(this.#tool, ['verify', ...flags, `${repository}@${digest}`], signal);
    return ok(verified.ok);
  }

  async #writePublicKey(key: string, signal: AbortSignal): Promise<Result<string, Failure>> {
    const printed = await runTool(this.#tool, ['public-key', `--key=${key}`], signal);
    if (!printed.ok) return printed;
    const file = join(this.#folder, 'cosign.pub');
    await writePrivate(file, printed.value);
    return ok(file);
  }
}
