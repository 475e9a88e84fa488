import { argDeclarations, type Declaration, envDeclarations } from '../dockerfile/args.ts';
import type { Instruction } from '../dockerfile/instructions.ts';
import { each, type Fault, type LintedDockerfile, type LintedStage, pieceSpan, type Rule } from './rule.ts';

/** Rules about ARG and ENV. */
export const variableRules: readonly Rule[] = [
  { code: 'secret-in-variable', check: secrets },
  { code: 'argument-out-of-scope', check: outOfScope },
  { code: 'argument-unused', check: unused },
  { code: 'env-from-same-line', check: sameLine },
];

const secretName = /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

/** A value that is written down, or an ARG that a value will be passed for. Paths, switches and names are no secrets. */
function* secrets(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const keyword of ['ARG', 'ENV']) {
    for (const { instruction } of each(dockerfile, keyword)) {
      for (const { name, value } of declared(instruction, dockerfile.escapeToken)) {
        const bare = value?.replace(/^(["'])(.*)\1$/, '$2');
        if (
          !secretName.test(name) ||
          bare === '' ||
          (bare !== undefined && /^(?:\/|\.|true$|false$|[0-9]$)/.test(bare))
        )
          continue;
        const index = instruction.body.text.indexOf(name);
        yield {
          ...{ instruction, span: pieceSpan(instruction, index, name.length) },
          message: `whoever has the image can read ${name}: it stands in its ${keyword === 'ENV' ? 'configuration' : 'history'}`,
          fix: `RUN --mount=type=secret,id=${name.toLowerCase()}, and secrets: [${name.toLowerCase()}] in build.yaml`,
        };
      }
    }
  }
}

/** A global ARG is known in a stage only where the stage declares it again. */
function* outOfScope(dockerfile: LintedDockerfile): Generator<Fault> {
  const { globals, escapeToken } = dockerfile;
  const names = new Set(globals.flatMap((instruction) => namesIn(instruction, escapeToken)));
  if (names.size === 0) return;
  for (const [stage, known] of knownInStages(dockerfile)) {
    for (const instruction of stage.instructions) {
      for (const name of namesIn(instruction, escapeToken)) known.add(name);
      const used = usedIn(instruction).find(({ name }) => names.has(name) && !known.has(name));
      if (!used || (instruction.keyword === 'RUN' && setsItself(instruction.body.text, used.name))) continue;
      known.add(used.name);
      yield {
        ...{ instruction, span: pieceSpan(instruction, used.index, used.name.length + 1) },
        message: `${used.name} is empty here: an ARG before the first FROM counts for FROM lines alone`,
        fix: `put ARG ${used.name} into this stage`,
      };
    }
  }
}

/** Read or set by BuildKit itself: docs.docker.com, "Dockerfile reference", predefined and automatic ARGs. */
const setByBuildKit = /^(?:BUILDKIT_|SOURCE_DATE_EPOCH$|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT|STAGE)$)/;

/** A global ARG that neither a FROM nor a stage mentions. */
function* unused({ globals, stages, escapeToken }: LintedDockerfile): Generator<Fault> {
  const texts = stages.flatMap(({ stage, instructions }) => [stage.from, ...instructions].map(wholeText));
  const values = globals.flatMap((one) => declared(one, escapeToken).map(({ value = '' }) => value));
  const mentioned = new Set([...texts, ...values].flatMap((text) => text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []));
  for (const instruction of globals) {
    for (const name of namesIn(instruction, escapeToken)) {
      if (setByBuildKit.test(name) || mentioned.has(name)) continue;
      const message = `nothing uses the ARG ${name}`;
      yield { instruction, message, fix: 'remove it, or declare it in the stage that needs it' };
      break;
    }
  }
}

/** Within one ENV, variables have the values of before it. */
function* sameLine(dockerfile: LintedDockerfile): Generator<Fault> {
  const { escapeToken } = dockerfile;
  for (const [stage, known] of knownInStages(dockerfile)) {
    for (const instruction of stage.instructions) {
      const name = instruction.keyword === 'ENV' ? setOnSameLine(instruction, known, escapeToken) : undefined;
      for (const own of namesIn(instruction, escapeToken)) known.add(own);
      if (name === undefined) continue;
      const index = usedIn(instruction).find((use) => use.name === name)?.index ?? 0;
      yield {
        ...{ instruction, span: pieceSpan(instruction, index, name.length + 1) },
        message: `${name} is not set yet: within one ENV, variables have the values of before it`,
        fix: 'make it two ENV instructions',
      };
    }
  }
}

/** A variable that a later value of the same ENV uses. PATH has a value in every image. */
function setOnSameLine(instruction: Instruction, known: ReadonlySet<string>, escapeToken: string): string | undefined {
  const before = new Set<string>();
  for (const { name, value = '' } of declared(instruction, escapeToken)) {
    const used = value.startsWith("'") ? undefined : variablesIn(value).find((one) => before.has(one.name));
    if (used) return used.name;
    if (name !== 'PATH' && !known.has(name)) before.add(name);
  }
  return undefined;
}

/** Every stage with what is declared in the stages that it is built from. */
function* knownInStages({ stages, escapeToken }: LintedDockerfile): Generator<[LintedStage, Set<string>]> {
  const atEnd = new Map<LintedStage, ReadonlySet<string>>();
  for (const stage of stages) {
    const above = (stage.parent && atEnd.get(stage.parent)) ?? [];
    atEnd.set(stage, new Set([...above, ...stage.instructions.flatMap((one) => namesIn(one, escapeToken))]));
    yield [stage, new Set(above)];
  }
}

function namesIn(instruction: Instruction, escapeToken: string): readonly string[] {
  return declared(instruction, escapeToken).map(({ name }) => name);
}

/** What an ARG or ENV sets, as far as that can be a variable. */
function declared(instruction: Instruction, escapeToken: string): readonly Declaration[] {
  const { keyword } = instruction;
  if (keyword !== 'ARG' && keyword !== 'ENV') return [];
  const all = (keyword === 'ARG' ? argDeclarations : envDeclarations)(instruction, escapeToken);
  return all.filter(({ name }) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
}

interface VariableUse {
  readonly name: string;
  readonly index: number;
}

/** Variables that an instruction uses; what a shell of the container works out is its own affair. */
function usedIn({ keyword, body }: Instruction): readonly VariableUse[] {
  return /^(?:CMD|ENTRYPOINT|HEALTHCHECK|ONBUILD|SHELL|ARG)$/.test(keyword) ? [] : variablesIn(body.text);
}

function variablesIn(text: string): readonly VariableUse[] {
  const uses = text.matchAll(/(?<!\\)\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/g);
  return [...uses].map((match) => ({ name: match[1] ?? match[2] ?? '', index: match.index }));
}

/** Whether a shell may set a variable by itself: an assignment, a loop, a read, a program of its own in quotes. */
function setsItself(text: string, name: string): boolean {
  return new RegExp(`(?:^|[\\s;&|("'])(?:${name}=|for\\s+${name}\\b|read\\s)|'[^']*\\$\\{?${name}`).test(text);
}

function wholeText({ keyword, body, heredocs }: Instruction): string {
  return [keyword, body.text, ...heredocs].join(' ');
}
