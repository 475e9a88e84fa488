import type { Customizations, User } from './customizations.ts';
import { word, write } from './shell.ts';
import { run, type Step } from './steps.ts';

/** Creates groups and users, then writes down who may log in with which keys. */
export function userSteps({ users, rootSshKeys }: Customizations): readonly Step[] {
  const keys = [{ name: 'root', sshKeys: rootSshKeys }, ...users].flatMap(authorizeKeys);
  return [users.length === 0 ? [] : createUsers(users), keys].flatMap((commands) =>
    commands.length === 0 ? [] : [run(commands)],
  );
}

/** Bases have the tools of shadow (useradd) or those of busybox (adduser): which ones shows only in the build. */
function createUsers(users: readonly User[]): readonly string[] {
  const groups = [...new Set(users.flatMap((user) => user.groups))];
  const shadow = [...groups.map((group) => `groupadd -f ${group}`), ...users.map(withShadow)];
  const busybox = [
    ...groups.map((group) => `{ getent group ${group} > /dev/null || addgroup ${group}; }`),
    ...users.flatMap(withBusybox),
  ];
  return [
    `if command -v useradd > /dev/null; then ${shadow.join(' && ')}; else ${busybox.join(' && ')}; fi`,
    ...users.flatMap(setPassword),
  ];
}

function withShadow({ name, shell, groups }: User): string {
  return `useradd -m${shellFlag(shell)}${groups.length === 0 ? '' : ` -G ${groups.join(',')}`} ${name}`;
}

function withBusybox({ name, shell, groups }: User): readonly string[] {
  return [`adduser -D${shellFlag(shell)} ${name}`, ...groups.map((group) => `addgroup ${name} ${group}`)];
}

function shellFlag(shell: string | undefined): string {
  return shell === undefined ? '' : ` -s ${word(shell)}`;
}

function setPassword({ name, passwordHash }: User): readonly string[] {
  return passwordHash === undefined ? [] : [`printf '%s\\n' ${word(`${name}:${passwordHash}`)} | chpasswd -e`];
}

function authorizeKeys({ name, sshKeys }: Pick<User, 'name' | 'sshKeys'>): readonly string[] {
  if (sshKeys.length === 0) return [];
  const folder = '"$home/.ssh"';
  const file = '"$home/.ssh/authorized_keys"';
  return [
    // Homes of bootable images are links into /var that lead nowhere yet.
    `home=$(readlink -f ~${name})`,
    `mkdir -p ${folder}`,
    write(sshKeys.map((key) => `${key}\n`).join(''), file, '>>'),
    `chmod 0700 ${folder}`,
    `chmod 0600 ${file}`,
    `chown -R ${name}: ${folder}`,
  ];
}
