import type { driftToJson } from '../plan/drift.ts';
import { count, type Look, paint, shortDigest } from './style.ts';
import { escapeControls } from './text.ts';

/** Drift as `drift --format json` gives it: reports word nothing that scripts cannot see. */
type WireDrift = ReturnType<typeof driftToJson> & { readonly fix?: WireFix };

/** The commit of `--fix`. */
interface WireFix {
  readonly branch: string;
  readonly commit: string;
  readonly changes: readonly {
    readonly file: string;
    readonly what: string;
    readonly from: string;
    readonly to: string;
  }[];
}
type WireItem = WireDrift['drift'][number];

/** What has drifted, one block a thing: what, where, what to do. */
export function renderDrift({ drift, registry, commit, fix }: WireDrift, look: Look): string {
  const place = `${commit.slice(0, 7)} → ${registry}`;
  if (drift.length === 0) return `${place}\nNothing has drifted.\n`;
  const blocks = drift.map((item) => [
    `${paint('warned', '!', look.colour)} ${subjectOf(item)}  ${item.text}`,
    ...details(item).map((line) => `    ${line}`),
    `    try: ${item.remedy}`,
  ]);
  const lines = [place, '', ...blocks.flat().map(escapeControls), '', `${count(drift.length, 'thing')} drifted`];
  return `${[...lines, ...(fix ? fixed(fix) : [])].join('\n')}\n`;
}

function fixed({ branch, commit, changes }: WireFix): readonly string[] {
  const rows = changes.map(
    ({ file, what, from, to }) => `  ${file}  ${what} ${shortDigest(from)} → ${shortDigest(to)}`,
  );
  return [
    '',
    `raised in ${commit.slice(0, 7)} on ${branch}:`,
    ...rows.map(escapeControls),
    `try: git push origin ${branch}`,
  ];
}

function subjectOf(item: WireItem): string {
  return 'reference' in item && !('image' in item) ? item.reference : 'image' in item ? item.image : '';
}

function details(item: WireItem): readonly string[] {
  switch (item.kind) {
    case 'base-moved': {
      const platforms = Object.entries(item.platforms);
      return [
        ...platforms.map(([platform, { from, to }]) => `${platform}  ${shortDigest(from)} → ${shortDigest(to)}`),
        standing(item.images),
      ];
    }
    case 'base-incomplete':
    case 'base-unresolved':
      return [standing(item.images)];
    case 'pin-behind':
      return [`${item.file}:${item.line}:${item.column}  ${item.reference}`];
    default:
      return [];
  }
}

function standing(images: readonly string[]): string {
  return `under ${images.join(', ')}`;
}
