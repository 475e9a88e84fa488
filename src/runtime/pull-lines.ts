import type { PullProgress } from '../build/ports/runtime.ts';

/** docker's words for a layer, to a pipe. */
const STATES: Readonly<Record<string, PullProgress['state']>> = {
  'Pulling fs layer': 'waiting',
  Waiting: 'waiting',
  Downloading: 'fetching',
  'Verifying Checksum': 'unpacking',
  'Download complete': 'unpacking',
  Extracting: 'unpacking',
  'Pull complete': 'done',
  'Already exists': 'present',
};

/** What a line of an engine's output tells of a layer; nothing for a line about something else. */
export function layerProgress(line: string): PullProgress | undefined {
  const [, digits, words] = /^([0-9a-f]{12}): ([A-Z][A-Za-z ]+)/.exec(line) ?? [];
  const state = STATES[words?.trim() ?? ''];
  if (digits !== undefined && state !== undefined) return { layer: digits, state };
  // podman: a layer that is there already is skipped; the others are said once, when they begin.
  const [, blob, skipped] = /^Copying blob (?:sha256:)?([0-9a-f]{12})[0-9a-f]*(.*)/.exec(line) ?? [];
  if (blob === undefined) return undefined;
  if (/skipped|already exists/.test(skipped ?? '')) return { layer: blob, state: 'present' };
  return { layer: blob, state: /done/.test(skipped ?? '') ? 'done' : 'fetching' };
}
