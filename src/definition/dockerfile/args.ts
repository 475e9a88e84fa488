import { type Platform, platformParts } from '../../names/platform.ts';
import type { Instruction } from './instructions.ts';
import { splitWords } from './words.ts';

/** One `NAME` or `NAME=default` of an ARG, or one `NAME=value` of an ENV; the value as written. */
export interface Declaration {
  readonly name: string;
  readonly value?: string;
}

// Known without a declaration and kept out of history and cache: docs.docker.com, "Predefined ARGs".
const proxyArgs: ReadonlySet<string> = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
);

/** Whether an arg is one of those that only say how the builder reaches the network. */
export function isProxyArg(name: string): boolean {
  return proxyArgs.has(name);
}

/** The args that the builder sets by itself: docs.docker.com, "Automatic platform ARGs in the global scope". */
export function automaticArgs(platform: Platform, buildPlatform: Platform, target = 'default'): Record<string, string> {
  return { TARGETSTAGE: target, ...argsOf('TARGET', platform), ...argsOf('BUILD', buildPlatform) };
}

/** What an ARG declares. */
export function argDeclarations(instruction: Instruction, escapeToken: string): readonly Declaration[] {
  return splitWords(instruction.body.text, escapeToken).words.map(({ raw }) => declaration(raw));
}

/** What an ENV sets; the old form `ENV NAME the rest of the line` too. */
export function envDeclarations(instruction: Instruction, escapeToken: string): readonly Declaration[] {
  const { text } = instruction.body;
  const { words } = splitWords(text, escapeToken);
  const first = words[0];
  if (first === undefined) return [];
  if (first.raw.includes('=')) return words.map(({ raw }) => declaration(raw));
  return [{ name: first.raw, value: text.slice(words[1]?.index ?? text.length) }];
}

function argsOf(prefix: 'TARGET' | 'BUILD', platform: Platform): Record<string, string> {
  const { os, architecture, variant = '' } = platformParts(platform);
  return {
    [`${prefix}PLATFORM`]: platform,
    [`${prefix}OS`]: os,
    [`${prefix}ARCH`]: architecture,
    [`${prefix}VARIANT`]: variant,
  };
}

function declaration(raw: string): Declaration {
  const equals = raw.indexOf('=');
  return equals < 0 ? { name: raw } : { name: raw.slice(0, equals), value: raw.slice(equals + 1) };
}
