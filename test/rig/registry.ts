import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect as tlsConnect } from 'node:tls';

/** How Debian's docker-registry is set up for a test. */
export interface TestRegistryOptions {
  /** Only this user gets in. */
  readonly login?: { readonly username: string; readonly password: string };
  /** HTTPS, with a certificate for 127.0.0.1, 0.0.0.0 and localhost of an authority made for it, which may be over. */
  readonly tls?: boolean | 'expired';
  /** Absent: a free one. */
  readonly port?: number;
}

/** One line of the registry's access log. */
export interface AccessLogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** A registry on a free port of this machine, in a temporary folder. */
export interface TestRegistry {
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly port: number;
  /** PEM file of the authority; absent without TLS. */
  readonly ca?: string;
  /** The folder of its storage: `docker/registry/v2/repositories/<name>` is what it knows of a repository. */
  readonly storage: string;
  /** Resolves when it has answered the next request that matches, in the form `PUT /v2/…`. */
  next(pattern: RegExp): Promise<AccessLogEntry>;
  /** What it was asked since the start or the last `forget`, once the answers are in its log. */
  requests(): Promise<readonly AccessLogEntry[]>;
  /** Forgets the requests so far. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a real registry; resolves when it accepts connections. */
export async function startRegistry(options: TestRegistryOptions = {}): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'caskwright-registry-'));
  const port = options.port ?? (await freePort());
  const files = options.tls ? makeCertificate(folder, options.tls === 'expired') : undefined;
  await writeFile(join(folder, 'config.json'), JSON.stringify(configuration(folder, port, options, files)));
  if (options.login) await writeFile(join(folder, 'htpasswd'), htpasswd(options.login));
  const child = spawn('docker-registry', ['serve', join(folder, 'config.json')], {
    env: { PATH: process.env.PATH, HOME: folder, OTEL_TRACES_EXPORTER: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = new AccessLog(child);
  await log.listening;
  const host = `127.0.0.1:${port}`;
  // The log is written after the answer: a request of our own, seen there, says that those before it are there too.
  const settled = async () => {
    const marker = `/${randomBytes(8).toString('hex')}`;
    const seen = log.waitFor(marker);
    const socket = files
      ? tlsConnect({ host: '127.0.0.1', port, rejectUnauthorized: false })
      : connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.end(`GET ${marker} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    socket.resume();
    await seen;
  };
  return {
    host,
    port,
    storage: join(folder, 'data'),
    next: (pattern) => log.next(pattern),
    ...(files ? { ca: files.ca } : {}),
    async requests() {
      await settled();
      return log.entries.filter((entry) => entry.path.startsWith('/v2/'));
    },
    async forget() {
      await settled();
      log.entries.length = 0;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

class AccessLog {
  readonly entries: AccessLogEntry[] = [];
  readonly listening: Promise<void>;
  readonly #awaited = new Map<string, () => void>();
  readonly #wanted = new Set<{ pattern: RegExp; resolve(entry: AccessLogEntry): void }>();

  constructor(child: ChildProcess) {
    const started = Promise.withResolvers<void>();
    this.listening = started.promise;
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        if (lines.length < 50) lines.push(line);
        if (line.includes('listening on')) started.resolve();
        this.#read(line);
      });
    }
    child.on('exit', () => started.reject(new Error(`docker-registry ended:\n${lines.join('\n')}`)));
    child.on('error', started.reject);
  }

  waitFor(path: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#awaited.set(path, resolve);
    return promise;
  }

  next(pattern: RegExp): Promise<AccessLogEntry> {
    return new Promise((resolve) => this.#wanted.add({ pattern, resolve }));
  }

  #read(line: string): void {
    // Apache's common log format.
    const [, method = '', path = '', status = ''] = /"([A-Z]+) (\S+) HTTP\/[0-9.]+" ([0-9]{3})/.exec(line) ?? [];
    if (method === '') return;
    const entry = { method, path, status: Number(status) };
    this.entries.push(entry);
    for (const one of this.#wanted) {
      if (!one.pattern.test(`${method} ${path}`)) continue;
      this.#wanted.delete(one);
      one.resolve(entry);
    }
    this.#awaited.get(path)?.();
    this.#awaited.delete(path);
  }
}

function configuration(
  folder: string,
  port: number,
  { login }: TestRegistryOptions,
  files: { certificate: string; key: string } | undefined,
) {
  const realm = { realm: 'test', path: join(folder, 'htpasswd') };
  return {
    version: 0.1,
    log: { level: 'info', accesslog: { disabled: false } },
    storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
    http: {
      addr: `127.0.0.1:${port}`,
      ...(files ? { tls: { certificate: files.certificate, key: files.key } } : {}),
    },
    ...(login ? { auth: { htpasswd: realm } } : {}),
  };
}

/** bcrypt, the only hash that the registry takes; Debian's perl has it through libxcrypt. */
function htpasswd({ username, password }: { username: string; password: string }): string {
  const salt = `$2y$05$${randomBytes(16).toString('hex').slice(0, 21)}u`;
  const hash = execFileSync('perl', ['-e', 'print crypt($ARGV[0], $ARGV[1])', password, salt], { encoding: 'utf8' });
  return `${username}:${hash}\n`;
}

/** An authority and a certificate of it, made with openssl. */
export function makeCertificate(folder: string, isExpired = false): { ca: string; certificate: string; key: string } {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...curve,
    '-days',
    '2',
    '-subj',
    '/CN=test authority',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  );
  openssl(
    ...[
      'req',
      '-x509',
      ...curve,
      '-days',
      '2',
      '-subj',
      '/CN=test registry',
      '-CA',
      at('ca.pem'),
      '-CAkey',
      at('ca.key'),
    ],
    ...[
      '-addext',
      'subjectAltName=IP:127.0.0.1,IP:0.0.0.0,DNS:localhost',
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    ],
    ...['-keyout', at('server.key'), '-out', at('server.pem')],
  );
  if (isExpired) {
    // The same key once more, over since yesterday: only this form of the command takes days that are past.
    openssl('req', '-new', '-key', at('server.key'), '-subj', '/CN=test registry', '-out', at('server.csr'));
    writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
    openssl(
      ...['x509', '-req', '-in', at('server.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'],
      ...['-days', '-1', '-extfile', at('names'), '-out', at('server.pem')],
    );
  }
  return { ca: at('ca.pem'), certificate: at('server.pem'), key: at('server.key') };
}
