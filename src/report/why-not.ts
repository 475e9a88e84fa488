import type { WhyNot } from '../plan/why-not.ts';
import { actionStates } from './plan-text.ts';
import { count, type Look, listed, paint, shortDigest } from './style.ts';
import { escapeControls } from './text.ts';

const whys = {
  'not-in-context': 'left out by .dockerignore, or nothing reads it',
  'not-in-build': 'comments, or stages that are not built',
  'registered-only': 'what is registered, and not built from',
} as const satisfies Record<WhyNot['uncounted'][number]['why'], string>;

/** Why an image is not built: what it would be built from and how that stands, and what has changed without counting. */
export function renderWhyNot(why: WhyNot, look: Look): string {
  const { image, action, reasons, uncounted } = why;
  const head = `${image}  ${paint(actionStates[action], action === 'skip' ? 'in step' : action, look.colour)}`;
  if (action === 'build')
    return `${head}: it is built\n${reasons.map((reason) => ` └ ${escapeControls(reason)}\n`).join('')}`;
  const rows = action === 'blocked' ? reasons : standing(why);
  const lines = [
    `${head}: ${action === 'blocked' ? 'something is in the way of its build' : 'nothing of it is to be built'}`,
    ...rows.map((row, at) => ` ${at === rows.length - 1 ? '└' : '├'} ${row}`),
    ...(uncounted.length === 0 ? [] : ['changed since, and no part of it:']),
    ...uncounted.map(({ path, why: because }) => `   ${path}   ${whys[because]}`),
    `caskwright build --force ${image} builds it all the same`,
  ];
  return `${lines.map(escapeControls).join('\n')}\n`;
}

function standing({ publishedFrom, bases, parents, files, action, reasons }: WhyNot): readonly string[] {
  const from = publishedFrom === undefined ? 'as in the registry' : `as published from ${publishedFrom.slice(0, 7)}`;
  const moved = parents.map(({ image, action: of }) => `${image} ${of === 'skip' ? 'in step' : of}`);
  return [
    `its Dockerfile, args and ${count(files, 'file')} of its context: ${from}`,
    ...bases.map(({ reference, digest }) => `base ${reference}: ${shortDigest(digest)}, ${from}`),
    ...(moved.length === 0 ? [] : [`parents: ${listed(moved)}`]),
    ...(action === 'skip' ? [] : [`${action}: ${reasons.join(', ')}`]),
  ];
}
