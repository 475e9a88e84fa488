import type { Customizations, User } from './customizations.ts';
import { word, write } from './shell.ts';
import { run, type Step } from './steps.ts';

// Bases have the tools of shadow (useradd) or those of busybox (adduser): which ones shows only in the build.

/** Creates groups and users, then writes down who may log in with which keys. */
export function userSteps({ users, rootSshKeys }: Customizations): readonly Step[] {
  const groups = [...new Set(users.flatMap((user) => user.groups))];
  const created = [...groups.map(createGroup), ...users.flatMap(createUser)];
  const keys = [{ name: 'root', sshKeys: rootSshKeys }, ...users].flatMap(authorizeKeys);
  return [created, keys].flatMap((commands) => (commands.length === 0 ? [] : [run(commands)]));
}

function createGroup(group: string): string {
  const exists = `{ getent group ${group} || grep '^${group}:' /etc/group; } > /dev/null 2>&1`;
  return `{ ${exists} || ${either('groupadd', group, 'addgroup', group)}; }`;
}

function createUser({ name, shell, groups, passwordHash }: User): readonly string[] {
  const withShell = shell === undefined ? '' : ` -s ${word(shell)}`;
  const joined = groups.map((group) => `addgroup ${name} ${group}`).join(' && ');
  return [
    either('useradd', `-m${withShell} ${name}`, 'adduser', `-D${withShell} ${name}`),
    ...(groups.length === 0
      ? []
      : [`if ${has('usermod')}; then usermod -aG ${groups.join(',')} ${name}; else ${joined}; fi`]),
    ...(passwordHash === undefined ? [] : [`printf '%s\\n' ${word(`${name}:${passwordHash}`)} | chpasswd -e`]),
  ];
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

function either(tool: string, args: string, other: string, otherArgs: string): string {
  return `if ${has(tool)}; then ${tool} ${args}; else ${other} ${otherArgs}; fi`;
}

function has(tool: string): string {
  return `command -v ${tool} > /dev/null`;
}
