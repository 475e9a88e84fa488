import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { TarEntry } from '../../src/builders/tar.ts';
import { pushBusybox } from './images.ts';

/** What declared images need of a base beside the applets that every test image has. */
const APPLETS = ['base64', 'chmod', 'chown', 'cut', 'grep', 'mkdir', 'readlink', 'rm', 'sort', 'stat'];
/** Programs of this machine that busybox does not stand for. */
const PROGRAMS = ['/usr/bin/systemctl', '/usr/sbin/groupadd', '/usr/sbin/useradd', '/usr/sbin/chpasswd'];

/** Pushes a base of this machine's busybox, systemctl and tools of shadow, with the files that users stand in. */
export function pushDeclaredBase(host: string, repository: string, tag = '1') {
  return pushBusybox(host, repository, tag, [
    ...APPLETS.map((name): TarEntry => ({ path: `bin/${name}`, content: '', link: 'busybox' })),
    { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\n' },
    { path: 'etc/group', content: 'root:x:0:\nwheel:x:10:\n' },
    { path: 'etc/shadow', content: 'root:*:19000:0:99999:7:::\n', mode: 0o640 },
    { path: 'etc/gshadow', content: 'root:*::\nwheel:!::\n', mode: 0o640 },
    {
      path: 'etc/login.defs',
      content: 'USERGROUPS_ENAB yes\nUID_MIN 1000\nUID_MAX 60000\nGID_MIN 1000\nGID_MAX 60000\n',
    },
    { path: 'home/.keep', content: '' },
    { path: 'usr/lib/systemd/system/base.service', content: unit },
    ...programs(),
  ]);
}

/** A command that succeeds where each command of the rows answers what stands beside it. */
export function checked(rows: readonly (readonly [command: string, answer: string])[]): readonly string[] {
  const script = rows.map(([ask, answer]) => {
    const wanted = Buffer.from(answer).toString('base64');
    return `is '${ask}' "$(${ask} | base64 -w0)" '${wanted}'`;
  });
  const is = 'is() { if [ "$2" != "$3" ]; then echo "$1:"; echo "$2" | base64 -d; exit 1; fi; }';
  return ['/bin/sh', '-c', [is, ...script].join('\n')];
}

/** A unit that can be enabled. */
export const unit = '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n';

/** The real programs with the libraries that they load. */
function programs(): readonly TarEntry[] {
  const loaded = execFileSync('ldd', PROGRAMS, { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g);
  const libraries = new Set([...loaded].map(([, path = '']) => path));
  const links = PROGRAMS.map((path): TarEntry => ({ path: `bin/${basename(path)}`, content: '', link: path }));
  const files = [...PROGRAMS, ...libraries].map((path) => ({
    path: path.slice(1),
    content: readFileSync(path),
    mode: 0o755,
  }));
  return [...files, ...links];
}
